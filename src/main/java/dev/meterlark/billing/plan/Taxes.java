package dev.meterlark.billing.plan;

import dev.meterlark.billing.rating.Tax;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;

/**
 * Which tax is on services that are supplied electronically: where the buyer is decides, and
 * whether it is a business.
 */
final class Taxes {

    static final String NOT_REGISTERED = "Not subject to VAT: the seller is not registered for it";
    static final String OUTSIDE =
            "Outside the scope of VAT: supplied where the buyer is established";
    static final String REVERSE_CHARGE =
            "Reverse charge: VAT is to be accounted for by the buyer (Article 196 of Directive"
                    + " 2006/112/EC)";

    private Taxes() {}

    /**
     * @param profile null when it is not known who the buyer is: taxed as at home
     * @param exemption the operator's reason; null when there is none
     */
    static Tax of(
            SellerProperties seller, @Nullable BillingProfile profile, @Nullable String exemption) {
        if (!seller.taxes()) {
            return Tax.none(Tax.Category.O, NOT_REGISTERED);
        }
        if (exemption != null) {
            return Tax.none(Tax.Category.E, exemption);
        }
        String country = profile == null ? seller.country() : profile.country();
        if (country.equals(seller.country())) {
            return standard(seller, country);
        }
        if (!VatIds.inUnion(country)) {
            return Tax.none(Tax.Category.O, OUTSIDE);
        }
        boolean business = profile != null && profile.vatId() != null;
        return business && VatIds.inUnion(seller.country())
                ? Tax.none(Tax.Category.AE, REVERSE_CHARGE)
                : standard(seller, country);
    }

    private static Tax standard(SellerProperties seller, String country) {
        Map<String, BigDecimal> rates = seller.taxRates();
        BigDecimal own = Objects.requireNonNull(rates.get(seller.country()));
        BigDecimal rate = rates.get(country);
        return Tax.standard(rate == null ? own : rate);
    }
}
