package dev.meterlark.billing.invoice;

import dev.meterlark.billing.invoice.Corrections.Taken;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Takes back an invoice's lines, whole or in part, and the tax on them: never more than there was.
 */
@Component
class CreditNotes {

    private static final Pattern AMOUNT = Pattern.compile("-?[0-9]{1,24}(\\.[0-9]{1,12})?");

    private final JdbcTemplate jdbc;
    private final InvoiceRows rows;
    private final Issuing issuing;
    private final Months months;

    CreditNotes(JdbcTemplate jdbc, InvoiceRows rows, Issuing issuing, Months months) {
        this.jdbc = jdbc;
        this.rows = rows;
        this.issuing = issuing;
        this.months = months;
    }

    /** While the invoice is locked. */
    IssuedInvoice issue(InvoiceView view, String reason, @Nullable List<Taken> taken, By by) {
        InvoiceNumber corrected = view.number();
        if (view.kind() != IssuedInvoice.Kind.INVOICE || view.state() == InvoiceState.VOID) {
            throw Refusals.conflict(
                    "%s is void, or a credit note itself: there is nothing to correct"
                            .formatted(corrected));
        }
        IssuedInvoice invoice = rows.snapshot(corrected).invoice();
        Map<Integer, BigDecimal> before = before(corrected);
        Map<Integer, BigDecimal> now =
                taken == null ? left(invoice, before) : asked(invoice, before, taken);
        IssuedInvoice note =
                issuing.issueNote(
                        invoice.account(),
                        reason,
                        by,
                        number -> note(number, invoice, now, before, months.day(by.at())));
        jdbc.batchUpdate(
                "insert into credit_note_line (number, corrects, position, amount)"
                        + " values (?, ?, ?, ?)",
                now.entrySet().stream()
                        .map(
                                each ->
                                        new Object[] {
                                            note.number().value(),
                                            corrected.value(),
                                            each.getKey(),
                                            each.getValue()
                                        })
                        .toList());
        return note;
    }

    private Map<Integer, BigDecimal> before(InvoiceNumber number) {
        Map<Integer, BigDecimal> sums = new TreeMap<>();
        jdbc.query(
                "select position, sum(amount) as amount from credit_note_line where corrects = ?"
                        + " group by position",
                row -> {
                    sums.put(row.getInt("position"), row.getBigDecimal("amount"));
                },
                number.value());
        return sums;
    }

    private static Map<Integer, BigDecimal> left(
            IssuedInvoice invoice, Map<Integer, BigDecimal> before) {
        Map<Integer, BigDecimal> left = new TreeMap<>();
        for (IssuedLine line : invoice.lines()) {
            BigDecimal rest = rest(line, before);
            if (rest.signum() != 0) {
                left.put(line.position(), rest);
            }
        }
        if (left.isEmpty()) {
            throw Refusals.conflict(
                    "nothing of %s is left to take back".formatted(invoice.number()));
        }
        return left;
    }

    private static BigDecimal rest(IssuedLine line, Map<Integer, BigDecimal> before) {
        return line.amount()
                .amount()
                .subtract(before.getOrDefault(line.position(), BigDecimal.ZERO));
    }

    private static Map<Integer, BigDecimal> asked(
            IssuedInvoice invoice, Map<Integer, BigDecimal> before, List<Taken> taken) {
        Map<Integer, BigDecimal> asked = new TreeMap<>();
        for (Taken each : taken) {
            IssuedLine line =
                    invoice.lines().stream()
                            .filter(one -> one.position() == each.position())
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            Refusals.invalid(
                                                    "%s has no line %d"
                                                            .formatted(
                                                                    invoice.number(),
                                                                    each.position())));
            BigDecimal amount = amount(each, invoice.currency());
            BigDecimal rest = rest(line, before);
            if (amount.signum() != rest.signum() || amount.abs().compareTo(rest.abs()) > 0) {
                throw Refusals.conflict(
                        "of line %d of %s at most %s can be taken back, was: %s"
                                .formatted(
                                        each.position(),
                                        invoice.number(),
                                        new Money(rest, invoice.currency()),
                                        new Money(amount, invoice.currency())));
            }
            if (asked.put(each.position(), amount) != null) {
                throw Refusals.invalid("line %d is there twice".formatted(each.position()));
            }
        }
        if (asked.isEmpty()) {
            throw Refusals.invalid(
                    "lines must name one or more; leave it out for all that is left");
        }
        return asked;
    }

    private static BigDecimal amount(Taken taken, Currency currency) {
        int digits = currency.getDefaultFractionDigits();
        String text = taken.amount() == null ? "" : taken.amount();
        if (!AMOUNT.matcher(text).matches()) {
            throw Refusals.invalid(
                    "amount of line %d must be a decimal such as 12.50"
                            .formatted(taken.position()));
        }
        BigDecimal amount = new BigDecimal(text);
        if (amount.stripTrailingZeros().scale() > digits) {
            throw Refusals.invalid(
                    "amount of line %d must have at most %d digits behind the point, was: %s"
                            .formatted(taken.position(), digits, text));
        }
        return amount.setScale(digits, RoundingMode.UNNECESSARY);
    }

    private IssuedInvoice note(
            InvoiceNumber number,
            IssuedInvoice invoice,
            Map<Integer, BigDecimal> now,
            Map<Integer, BigDecimal> before,
            LocalDate issued) {
        List<IssuedLine> lines = new ArrayList<>();
        for (IssuedLine line : invoice.lines()) {
            BigDecimal amount = now.get(line.position());
            if (amount != null) {
                lines.add(taken(lines.size() + 1, line, amount));
            }
        }
        List<TaxLine> taxes =
                invoice.taxes().stream()
                        .map(tax -> taken(tax, invoice, now, before))
                        .filter(tax -> tax.base().amount().signum() != 0)
                        .toList();
        Money nothing = Money.zero(invoice.currency());
        Money net = lines.stream().map(IssuedLine::amount).reduce(nothing, Money::plus).rounded();
        Money tax = taxes.stream().map(TaxLine::tax).reduce(nothing, Money::plus).rounded();
        Money gross = net.plus(tax).rounded();
        if (gross.amount().signum() <= 0) {
            throw Refusals.conflict("a credit note must come to more than 0, was: " + gross);
        }
        return new IssuedInvoice(
                number,
                IssuedInvoice.Kind.CREDIT_NOTE,
                invoice.number().value(),
                invoice.account(),
                invoice.accountNumber(),
                issued,
                issued,
                invoice.period(),
                invoice.seller(),
                invoice.buyer(),
                invoice.currency(),
                lines,
                taxes,
                net,
                tax,
                gross,
                nothing.rounded(),
                gross,
                invoice.terms(),
                invoice.language());
    }

    /** As it was where it is taken back whole; else only the amount. */
    private static IssuedLine taken(int position, IssuedLine line, BigDecimal amount) {
        boolean whole = amount.compareTo(line.amount().amount()) == 0;
        return new IssuedLine(
                position,
                line.kind(),
                line.description(),
                line.meter(),
                whole ? line.unit() : "",
                whole ? line.quantity() : "",
                whole ? line.unitPrice() : "",
                whole ? line.precise() : amount.toPlainString(),
                new Money(amount, line.amount().currency()).rounded(),
                line.taxCategory(),
                line.from(),
                line.to(),
                whole ? line.shares() : List.of());
    }

    /**
     * The tax on all that was taken back by now, less that of the credit notes before: so that all
     * of them together take back the invoice's tax, and not a unit more.
     */
    private static TaxLine taken(
            TaxLine tax,
            IssuedInvoice invoice,
            Map<Integer, BigDecimal> now,
            Map<Integer, BigDecimal> before) {
        BigDecimal earlier = base(tax, invoice, before);
        BigDecimal fresh = base(tax, invoice, now);
        Money all = tax(tax, earlier.add(fresh));
        BigDecimal amount = all.amount().subtract(tax(tax, earlier).amount());
        return new TaxLine(
                tax.category(),
                tax.rate(),
                new Money(fresh, invoice.currency()).rounded(),
                new Money(amount, invoice.currency()).rounded(),
                tax.reason());
    }

    private static BigDecimal base(
            TaxLine tax, IssuedInvoice invoice, Map<Integer, BigDecimal> taken) {
        return invoice.lines().stream()
                .filter(line -> line.taxCategory().equals(tax.category()))
                .map(line -> taken.getOrDefault(line.position(), BigDecimal.ZERO))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Money tax(TaxLine tax, BigDecimal base) {
        return new Money(base.multiply(tax.rate()).movePointLeft(2), tax.base().currency())
                .rounded();
    }
}
