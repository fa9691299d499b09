package dev.meterlark.billing.document;

import dev.meterlark.billing.invoice.IssuedInvoice;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.util.stream.Stream;

/** What keeps an invoice from being an e-invoice by EN 16931. */
final class Obstacles {

    /** Digits behind the point that an amount may have. */
    static final int DECIMALS = 2;

    private Obstacles() {}

    /**
     * An XML that says other amounts than the PDF would be a second invoice, so nothing is rounded.
     *
     * @return what to tell people; null when there is nothing in the way
     */
    static @Nullable String to(IssuedInvoice invoice) {
        if (invoice.seller().country().isBlank()) {
            return "an e-invoice names the seller's country, which was not configured when %s was issued"
                    .formatted(invoice.number());
        }
        if (invoice.buyer().country().isBlank()) {
            return "an e-invoice names the buyer's country, and there was no billing profile when %s was issued"
                    .formatted(invoice.number());
        }
        if (!amounts(invoice).allMatch(Obstacles::fits)) {
            return "an e-invoice has at most %d digits behind the point, and amounts of %s in %s have more"
                    .formatted(DECIMALS, invoice.number(), invoice.currency().getCurrencyCode());
        }
        return invoice.taxes().isEmpty()
                ? "an e-invoice says how it is taxed, and %s does not".formatted(invoice.number())
                : null;
    }

    private static Stream<Money> amounts(IssuedInvoice invoice) {
        Stream<Money> sums =
                Stream.of(
                        invoice.net(),
                        invoice.tax(),
                        invoice.gross(),
                        invoice.credited(),
                        invoice.payable());
        Stream<Money> lines = invoice.lines().stream().map(each -> each.amount());
        Stream<Money> taxes = invoice.taxes().stream().flatMap(t -> Stream.of(t.base(), t.tax()));
        return Stream.of(sums, lines, taxes).flatMap(each -> each);
    }

    private static boolean fits(Money money) {
        return money.amount().stripTrailingZeros().scale() <= DECIMALS;
    }
}
