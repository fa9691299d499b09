package dev.meterlark.billing.plan;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who sells, as invoices say it. Empty is what is not told.
 *
 * @param name the legal name
 * @param address lines before postal code and city
 * @param country by its two letters
 * @param vatId without one no tax is on any invoice
 * @param register where the company is entered, and under which number
 * @param bank the name of the bank
 * @param paymentDays from an invoice's date to when it is due
 * @param taxRates percent by country; the seller's own must be there when there is a VAT id
 */
@ConfigurationProperties("meterlark.billing.seller")
public record SellerProperties(
        @DefaultValue("") String name,
        @DefaultValue List<String> address,
        @DefaultValue("") String city,
        @DefaultValue("") String postalCode,
        @DefaultValue("") String country,
        @DefaultValue("") String vatId,
        @DefaultValue("") String register,
        @DefaultValue("") String email,
        @DefaultValue("") String phone,
        @DefaultValue("") String iban,
        @DefaultValue("") String bic,
        @DefaultValue("") String bank,
        @DefaultValue("14") int paymentDays,
        @DefaultValue Map<String, BigDecimal> taxRates) {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    public SellerProperties {
        address = List.copyOf(address);
        iban = iban.replace(" ", "").toUpperCase(Locale.ROOT);
        taxRates = rates(taxRates);
        requireCountry("country", country, country.isEmpty());
        vatId = checkedVatId(country, vatId);
        if (!vatId.isEmpty() && !taxRates.containsKey(country)) {
            throw refused("tax-rates", "have a rate for the seller's country " + country, taxRates);
        }
        if (!iban.isEmpty() && !isIban(iban)) {
            throw refused("iban", "be an IBAN whose check digits are right", iban);
        }
        if (!bic.isEmpty() && !bic.matches("[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")) {
            throw refused("bic", "be a BIC of 8 or 11 letters and digits", bic);
        }
        if (!email.isEmpty() && !BillingEmails.isAddress(email)) {
            throw refused("email", "be an e-mail address", email);
        }
        if (paymentDays < 0 || paymentDays > 365) {
            throw refused("payment-days", "be from 0 to 365", paymentDays);
        }
    }

    /** Whether invoices have tax on them at all. */
    public boolean taxes() {
        return !vatId.isEmpty();
    }

    private static Map<String, BigDecimal> rates(Map<String, BigDecimal> asked) {
        Map<String, BigDecimal> rates = new TreeMap<>();
        asked.forEach(
                (name, rate) -> {
                    String country = name.toUpperCase(Locale.ROOT);
                    requireCountry("tax-rates", country, false);
                    if (rate.signum() <= 0 || rate.compareTo(HUNDRED) > 0 || rate.scale() > 4) {
                        throw refused(
                                "tax-rates." + country,
                                "be more than 0, at most 100 percent, with at most 4 digits",
                                rate.toPlainString());
                    }
                    rates.put(country, rate);
                });
        return Map.copyOf(rates);
    }

    private static void requireCountry(String key, String country, boolean mayMiss) {
        if (!mayMiss && !Countries.isOne(country)) {
            throw refused(key, "be a country by its two letters such as DE", country);
        }
    }

    private static String checkedVatId(String country, String vatId) {
        if (vatId.isEmpty()) {
            return vatId;
        }
        return VatIds.normal(country, vatId)
                .orElseThrow(
                        () ->
                                refused(
                                        "vat-id",
                                        "have the form that VAT ids of %s have".formatted(country),
                                        vatId));
    }

    /** The first four characters put last, letters as numbers from 10: 1 is left of it by 97. */
    private static boolean isIban(String iban) {
        if (!iban.matches("[A-Z]{2}\\d{2}[A-Z0-9]{11,30}")) {
            return false;
        }
        StringBuilder digits = new StringBuilder();
        (iban.substring(4) + iban.substring(0, 4))
                .chars()
                .forEach(c -> digits.append(Character.digit(c, 36)));
        return new BigInteger(digits.toString()).mod(BigInteger.valueOf(97)).intValue() == 1;
    }

    private static IllegalArgumentException refused(String key, String rule, Object value) {
        return new IllegalArgumentException(
                "meterlark.billing.seller.%s must %s, was: %s".formatted(key, rule, value));
    }
}
