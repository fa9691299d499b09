package dev.meterlark.billing.document;

import dev.meterlark.billing.invoice.IssuedInvoice;
import dev.meterlark.billing.invoice.Party;

import org.jspecify.annotations.Nullable;

import java.util.stream.Stream;

/** The set of rules that an e-invoice follows. */
enum Profile {
    EN_16931("urn:cen.eu:en16931:2017"),
    XRECHNUNG("urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0");

    private final String id;

    Profile(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    /**
     * An XRechnung must say how the seller is reached, by name, phone and mail, how it is paid, and
     * where both live; and it has a rate of tax, which there is none of outside the tax's scope.
     */
    static Profile of(IssuedInvoice invoice) {
        Party seller = invoice.seller();
        Party buyer = invoice.buyer();
        boolean complete =
                Stream.of(
                                seller.email(),
                                seller.phone(),
                                seller.city(),
                                seller.postalCode(),
                                seller.country(),
                                buyer.email(),
                                buyer.city(),
                                buyer.postalCode(),
                                buyer.country(),
                                invoice.terms().iban())
                        .noneMatch(Profile::isMissing);
        boolean taxable = invoice.taxes().stream().noneMatch(t -> t.category().equals("O"));
        return complete && taxable && seller.phone() != null && digits(seller.phone()) >= 3
                ? XRECHNUNG
                : EN_16931;
    }

    /** What the buyer wants to find it by: a Leitweg-ID or a purchase order; else its account. */
    static String buyerReference(IssuedInvoice invoice) {
        String order = invoice.buyer().purchaseOrder();
        return order == null || isMissing(order) ? invoice.accountNumber() : order;
    }

    private static boolean isMissing(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static long digits(String text) {
        return text.chars().filter(Character::isDigit).count();
    }
}
