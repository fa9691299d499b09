package dev.meterlark.billing.invoice;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.BillingPeriod;
import dev.meterlark.shared.Money;

import org.springframework.jdbc.core.JdbcTemplate;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;

/** An invoice of an account's for tests of what shows it: it is there, and bills nothing. */
public final class IssuedThings {

    private static final long COUNT = 900_000;

    private IssuedThings() {}

    /** Of which each account may have one, and an installation as many as it has accounts. */
    public static String issue(JdbcTemplate jdbc, AccountId account) {
        long count = COUNT + Math.floorMod(account.value().hashCode(), 90_000);
        IssuedInvoice invoice = invoice(InvoiceNumber.of("INV-", count), account);
        write(jdbc, invoice, count, COUNT, Instant.parse("2026-10-02T00:00:00Z"));
        return invoice.number().value();
    }

    /**
     * Which closes no month.
     *
     * @param count of its series
     * @param entry of its account's, from 1
     */
    public static void write(
            JdbcTemplate jdbc, IssuedInvoice invoice, long count, long entry, Instant at) {
        new InvoiceRows(jdbc)
                .insert(new InvoiceRows.NewRow(invoice, count, entry, false, at, null));
    }

    private static IssuedInvoice invoice(InvoiceNumber number, AccountId account) {
        Money nothing = Money.zero(Currency.getInstance("USD")).rounded();
        Party party = new Party("Acme", List.of(), "", "", "", null, null, null, null, null);
        LocalDate issued = LocalDate.parse("2026-10-02");
        return new IssuedInvoice(
                number,
                IssuedInvoice.Kind.INVOICE,
                null,
                account,
                "100000000001",
                issued,
                issued,
                BillingPeriod.of(YearMonth.of(2026, 9), ZoneOffset.UTC),
                party,
                party,
                nothing.currency(),
                List.of(),
                List.of(),
                nothing,
                nothing,
                nothing,
                nothing,
                nothing,
                new Terms(null, null, null, 0, ""),
                "en");
    }
}
