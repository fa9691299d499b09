package dev.meterlark.billing.web;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.meterlark.billing.invoice.InvoiceView;
import dev.meterlark.billing.invoice.IssuedInvoice;
import dev.meterlark.billing.invoice.IssuedLine;
import dev.meterlark.billing.invoice.Party;
import dev.meterlark.billing.invoice.TaxLine;
import dev.meterlark.billing.invoice.Terms;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** An invoice or a credit note as answers have it; amounts are decimal strings. */
final class InvoiceAnswer {

    private InvoiceAnswer() {}

    /**
     * @param state {@code finalised}, {@code paid} or {@code void}
     * @param corrects the invoice that a credit note is about
     * @param open what is still to be paid
     * @param sha256 of the snapshot
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Head(
            String number,
            String kind,
            String account,
            String period,
            String state,
            @Nullable String corrects,
            LocalDate issued,
            LocalDate due,
            String currency,
            String net,
            String tax,
            String gross,
            String credited,
            String payable,
            String paid,
            String creditedBack,
            String open,
            String sha256,
            Instant finalisedAt,
            @Nullable Instant settledAt) {

        static Head of(InvoiceView view) {
            return new Head(
                    view.number().value(),
                    InvoiceAnswer.kind(view.kind()),
                    view.account().toString(),
                    view.period().toString(),
                    view.state().wireName(),
                    view.corrects(),
                    view.issued(),
                    view.due(),
                    view.net().currency().getCurrencyCode(),
                    plain(view.net()),
                    plain(view.tax()),
                    plain(view.gross()),
                    plain(view.credited()),
                    plain(view.payable()),
                    plain(view.paid()),
                    plain(view.creditedBack()),
                    plain(view.open()),
                    view.sha256(),
                    view.finalisedAt(),
                    view.settledAt());
        }
    }

    /** With what was issued. */
    record Whole(
            Head invoice,
            Party seller,
            Party buyer,
            List<Line> lines,
            List<Tax> taxes,
            Terms terms) {

        static Whole of(InvoiceView view, IssuedInvoice issued) {
            return new Whole(
                    Head.of(view),
                    issued.seller(),
                    issued.buyer(),
                    InvoiceAnswer.lines(issued.lines()),
                    InvoiceAnswer.taxes(issued.taxes()),
                    issued.terms());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Line(
            int position,
            String kind,
            String description,
            @Nullable String meter,
            String unit,
            String quantity,
            String unitPrice,
            String precise,
            String amount,
            String taxCategory,
            LocalDate from,
            LocalDate to,
            List<IssuedLine.Share> shares) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Tax(String category, String rate, String base, String tax, @Nullable String reason) {}

    static List<Line> lines(List<IssuedLine> lines) {
        return lines.stream()
                .map(
                        line ->
                                new Line(
                                        line.position(),
                                        line.kind(),
                                        line.description(),
                                        line.meter(),
                                        line.unit(),
                                        line.quantity(),
                                        line.unitPrice(),
                                        line.precise(),
                                        plain(line.amount()),
                                        line.taxCategory(),
                                        line.from(),
                                        line.to(),
                                        line.shares()))
                .toList();
    }

    static List<Tax> taxes(List<TaxLine> taxes) {
        return taxes.stream()
                .map(
                        tax ->
                                new Tax(
                                        tax.category(),
                                        tax.rate().toPlainString(),
                                        plain(tax.base()),
                                        plain(tax.tax()),
                                        tax.reason()))
                .toList();
    }

    static String kind(IssuedInvoice.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** With all digits of the currency: {@code 12.50}. */
    static String plain(Money money) {
        return money.rounded().amount().toPlainString();
    }
}
