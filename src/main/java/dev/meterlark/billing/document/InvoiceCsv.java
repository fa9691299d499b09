package dev.meterlark.billing.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.billing.invoice.IssuedInvoice;
import dev.meterlark.billing.invoice.IssuedLine;
import dev.meterlark.billing.invoice.IssuedLine.Share;
import dev.meterlark.billing.invoice.TaxLine;
import dev.meterlark.shared.Money;

import java.util.List;

/**
 * An invoice as CSV (RFC 4180, UTF-8): one table of its lines, the parts that functions and other
 * things have in them, taxes and sums, told apart by the first column. Numbers are plain decimals
 * with a point. It begins with a byte order mark, without which spreadsheet programs misread
 * everything that is not ASCII.
 */
final class InvoiceCsv {

    private static final List<String> COLUMNS =
            List.of(
                    "row",
                    "invoice",
                    "kind",
                    "corrects",
                    "account",
                    "issued",
                    "due",
                    "currency",
                    "position",
                    "description",
                    "meter",
                    "from",
                    "to",
                    "thing",
                    "thing_id",
                    "thing_name",
                    "quantity",
                    "unit",
                    "unit_price",
                    "precise",
                    "amount",
                    "tax_category",
                    "tax_rate",
                    "tax_base");

    private final IssuedInvoice invoice;
    private final StringBuilder csv = new StringBuilder("\uFEFF");

    private InvoiceCsv(IssuedInvoice invoice) {
        this.invoice = invoice;
    }

    static byte[] of(IssuedInvoice invoice) {
        return new InvoiceCsv(invoice).whole().getBytes(UTF_8);
    }

    private String whole() {
        csv.append(String.join(",", COLUMNS)).append("\r\n");
        for (IssuedLine line : invoice.lines()) {
            line(line);
            line.shares().forEach(share -> share(line, share));
        }
        invoice.taxes().forEach(this::tax);
        sum("net", invoice.net());
        sum("tax-total", invoice.tax());
        sum("gross", invoice.gross());
        sum("credited", invoice.credited());
        sum("payable", invoice.payable());
        return csv.toString();
    }

    private void line(IssuedLine line) {
        CsvRow row = about("line", line).text("").text("").text("");
        row.number(line.quantity()).text(line.unit()).text(line.unitPrice());
        row.number(line.precise()).number(plain(line.amount()));
        append(row.text(line.taxCategory()).number("").number(""));
    }

    private void share(IssuedLine line, Share share) {
        CsvRow row = about("share", line);
        row.text(share.thing()).text(share.id() == null ? "" : share.id()).text(share.name());
        row.number(share.quantity()).text(line.unit()).text("");
        append(row.number(share.precise()).number("").text("").number("").number(""));
    }

    private CsvRow about(String kind, IssuedLine line) {
        return head(kind)
                .number(Integer.toString(line.position()))
                .text(line.description())
                .text(line.meter() == null ? "" : line.meter())
                .text(line.from().toString())
                .text(line.to().toString());
    }

    private void tax(TaxLine tax) {
        CsvRow row = head("tax").number("").text(tax.reason() == null ? "" : tax.reason());
        row.empty(10).number(plain(tax.tax())).text(tax.category());
        append(row.number(tax.rate().toPlainString()).number(plain(tax.base())));
    }

    private void sum(String kind, Money amount) {
        append(head(kind).empty(12).number(plain(amount)).empty(3));
    }

    private CsvRow head(String kind) {
        return new CsvRow()
                .text(kind)
                .text(invoice.number().value())
                .text(
                        switch (invoice.kind()) {
                            case INVOICE -> "invoice";
                            case CREDIT_NOTE -> "credit-note";
                        })
                .text(invoice.corrects() == null ? "" : invoice.corrects())
                .text(invoice.accountNumber())
                .text(invoice.issued().toString())
                .text(invoice.due().toString())
                .text(invoice.currency().getCurrencyCode());
    }

    private void append(CsvRow row) {
        if (row.fields() != COLUMNS.size()) {
            throw new IllegalStateException(
                    "a row has %d fields of %d: %s".formatted(row.fields(), COLUMNS.size(), row));
        }
        csv.append(row).append("\r\n");
    }

    /** With as many digits behind the point as the currency has. */
    private static String plain(Money money) {
        return money.rounded().amount().toPlainString();
    }
}
