package dev.meterlark.console.money;

import dev.meterlark.billing.invoice.Draft;
import dev.meterlark.billing.invoice.IssuedInvoice;
import dev.meterlark.billing.invoice.IssuedLine;
import dev.meterlark.billing.invoice.TaxLine;
import dev.meterlark.console.Show;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines of an invoice or of a draft, and what they come to.
 *
 * @param period its first and its last day
 * @param upTo until when usage is in a draft; null when it is issued
 */
record InvoiceSheet(
        String period, @Nullable String upTo, String buyer, List<Line> lines, List<Sum> sums) {

    /** Parts of one line that a page shows. */
    private static final int MOST_SHARES = 100;

    /**
     * @param days where they are not the whole period
     * @param more shares than are in it
     */
    record Line(
            int position,
            String description,
            @Nullable String days,
            String quantity,
            String price,
            String amount,
            List<Share> shares,
            int more) {}

    record Share(String thing, String name, String quantity, String amount) {}

    record Sum(String label, String amount, boolean strong) {}

    static InvoiceSheet of(IssuedInvoice issued) {
        LocalDate from = issued.period().month().atDay(1);
        LocalDate to = issued.period().month().atEndOfMonth();
        boolean note = issued.kind() == IssuedInvoice.Kind.CREDIT_NOTE;
        List<Sum> sums = sums(issued.net(), issued.taxes(), issued.gross());
        addPayable(sums, issued.credited(), issued.payable(), note ? "Credited" : "To pay");
        return new InvoiceSheet(
                from + " to " + to,
                null,
                issued.buyer().name(),
                issued.lines().stream().map(line -> line(line, from, to)).toList(),
                sums);
    }

    static InvoiceSheet of(Draft draft) {
        LocalDate from = draft.period().month().atDay(1);
        LocalDate to = draft.period().month().atEndOfMonth();
        List<Sum> sums = sums(draft.net(), draft.taxes(), draft.gross());
        addPayable(sums, draft.credited(), draft.payable(), "To pay so far");
        return new InvoiceSheet(
                from + " to " + to,
                draft.upTo().toString(),
                "",
                draft.lines().stream().map(line -> line(line, from, to)).toList(),
                sums);
    }

    private static Line line(IssuedLine line, LocalDate from, LocalDate to) {
        boolean whole = line.from().equals(from) && line.to().equals(to);
        String unit = line.unit();
        return new Line(
                line.position(),
                line.description(),
                whole ? null : line.from() + " to " + line.to(),
                quantity(line.quantity(), unit),
                line.unitPrice(),
                Show.amount(line.amount()),
                line.shares().stream().limit(MOST_SHARES).map(each -> share(each, unit)).toList(),
                Math.max(0, line.shares().size() - MOST_SHARES));
    }

    private static Share share(IssuedLine.Share share, String unit) {
        return new Share(
                share.thing(),
                share.name(),
                quantity(share.quantity(), unit),
                Show.quantity(new BigDecimal(share.precise())));
    }

    private static String quantity(String decimal, String unit) {
        if (decimal.isEmpty()) {
            return "";
        }
        BigDecimal number = new BigDecimal(decimal);
        boolean many = number.compareTo(BigDecimal.ONE) != 0 && !unit.isEmpty();
        boolean word = many && Character.isLowerCase(unit.charAt(unit.length() - 1));
        return (Show.grouped(number) + " " + unit + (word ? "s" : "")).strip();
    }

    private static List<Sum> sums(Money net, List<TaxLine> taxes, Money gross) {
        List<Sum> sums = new ArrayList<>();
        sums.add(new Sum("Net", Show.amount(net), false));
        for (TaxLine tax : taxes) {
            sums.add(new Sum(label(tax), Show.amount(tax.tax()), false));
        }
        sums.add(new Sum("Total", Show.amount(gross), true));
        return sums;
    }

    private static String label(TaxLine tax) {
        if (tax.category().equals("S")) {
            return "VAT " + tax.rate().stripTrailingZeros().toPlainString() + " %";
        }
        return tax.reason() == null ? "No VAT" : "No VAT: " + tax.reason();
    }

    private static void addPayable(List<Sum> sums, Money credited, Money payable, String label) {
        if (credited.amount().signum() != 0) {
            sums.add(new Sum("Paid from credit", "−" + Show.amount(credited), false));
        }
        sums.add(new Sum(label, Show.amount(payable), true));
    }
}
