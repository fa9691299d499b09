package dev.meterlark.billing.invoice;

import dev.meterlark.billing.rating.Line;
import dev.meterlark.billing.rating.Meter;
import dev.meterlark.billing.rating.Quantity;
import dev.meterlark.billing.rating.Rated;
import dev.meterlark.billing.rating.Segment;
import dev.meterlark.billing.rating.Share;
import dev.meterlark.shared.BillingPeriod;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes down what was rated, as it is issued. */
final class Composing {

    private final Months months;

    Composing(Months months) {
        this.months = months;
    }

    /** What an invoice has beside what was rated. */
    record Heading(
            InvoiceNumber number,
            KnownAccount account,
            BillingPeriod period,
            LocalDate issued,
            Agreements.Parties parties) {}

    IssuedInvoice invoice(Heading heading, Rated rated) {
        Agreements.Parties parties = heading.parties();
        return new IssuedInvoice(
                heading.number(),
                IssuedInvoice.Kind.INVOICE,
                null,
                heading.account().id(),
                heading.account().number(),
                heading.issued(),
                heading.issued().plusDays(parties.terms().days()),
                heading.period(),
                parties.seller(),
                parties.buyer(),
                rated.currency(),
                lines(rated),
                taxes(rated),
                rated.net(),
                rated.tax(),
                rated.gross(),
                rated.credited(),
                rated.payable(),
                parties.terms(),
                parties.language());
    }

    List<IssuedLine> lines(Rated rated) {
        String category = rated.taxes().getFirst().tax().category().name();
        List<IssuedLine> lines = new ArrayList<>();
        for (Line line : rated.lines()) {
            lines.add(line(lines.size() + 1, line, category));
        }
        return lines;
    }

    static List<TaxLine> taxes(Rated rated) {
        return rated.taxes().stream()
                .map(
                        each ->
                                new TaxLine(
                                        each.tax().category().name(),
                                        each.tax().percent(),
                                        each.base(),
                                        each.amount(),
                                        each.tax().reason()))
                .toList();
    }

    private IssuedLine line(int position, Line line, String category) {
        Segment segment = line.segment();
        Meter meter = line.meter();
        Quantity quantity = line.quantity();
        return new IssuedLine(
                position,
                line.kind().name().toLowerCase(Locale.ROOT),
                description(line),
                meter == null ? null : meter.wireName(),
                meter == null ? "" : meter.unit(),
                quantity == null ? "" : quantity.text(),
                line.unitPrice(),
                line.precise().toPlainString(),
                line.amount().rounded(),
                category,
                months.firstDay(segment.period(), segment.from()),
                months.lastDay(segment.period(), segment.to()),
                line.shares().stream().map(Composing::share).toList());
    }

    private static String description(Line line) {
        return switch (line.kind()) {
            case LATE ->
                    "%s, late for %s"
                            .formatted(line.description(), named(line.segment().period().month()));
            case USAGE, FEE, MINIMUM, DISCOUNT, CHARGE -> line.description();
        };
    }

    private static String named(YearMonth month) {
        return "%s %d"
                .formatted(
                        month.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH),
                        month.getYear());
    }

    private static IssuedLine.Share share(Share share) {
        @Nullable String id = share.thing().id();
        return new IssuedLine.Share(
                share.thing().kind().name().toLowerCase(Locale.ROOT),
                id,
                share.thing().name(),
                share.quantity().text(),
                share.precise().toPlainString());
    }
}
