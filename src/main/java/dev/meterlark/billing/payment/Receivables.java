package dev.meterlark.billing.payment;

import dev.meterlark.account.Page;
import dev.meterlark.platform.Stretch;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collection;
import java.util.Currency;
import java.util.List;

/** What is owed and what came in, as the operator looks at it. */
@Service
@Transactional(readOnly = true)
public class Receivables {

    private final ReceivableRows rows;
    private final MoneySums sums;
    private final Chasing chasing;

    Receivables(ReceivableRows rows, MoneySums sums, Chasing chasing) {
        this.rows = rows;
        this.sums = sums;
        this.chasing = chasing;
    }

    /**
     * What is owed in one currency, by how long it has been due.
     *
     * @param upTo30 days since it was due
     */
    public record Aging(
            long invoices, Money notDue, Money upTo30, Money upTo60, Money upTo90, Money older) {}

    /** What one account owes in one currency. */
    public record Balance(
            AccountId account, Currency currency, BigDecimal open, BigDecimal overdue) {}

    /** What entries of a month come to, each at least 0. */
    public record Takings(
            YearMonth month,
            Currency currency,
            BigDecimal received,
            BigDecimal reversed,
            BigDecimal refunded) {}

    /** The day that it is where the books are kept. */
    public LocalDate day(Instant now) {
        return chasing.day(now);
    }

    /** Of all accounts, the longest due first. */
    public Page<Receivable> unpaid(@Nullable String cursor, @Nullable Integer limit) {
        Stretch stretch = Stretch.of(cursor, limit);
        List<Receivable> found = rows.unpaid(stretch);
        return new Page<>(
                stretch.items(found), stretch.nextCursor(found, ReceivableRows::ofUnpaid));
    }

    /** Of one account, the newest first: paid and void ones too. */
    public Page<Receivable> of(
            AccountId account, @Nullable String cursor, @Nullable Integer limit) {
        Stretch stretch = Stretch.of(cursor, limit);
        List<Receivable> found = rows.newest(account, stretch);
        return new Page<>(
                stretch.items(found), stretch.nextCursor(found, ReceivableRows::ofNewest));
    }

    public List<Aging> aging(LocalDate today) {
        return sums.aging(today);
    }

    /** An account that owes nothing has none. */
    public List<Balance> balances(Collection<AccountId> accounts, LocalDate today) {
        return accounts.isEmpty() ? List.of() : sums.balances(accounts, today);
    }

    /**
     * @param to is in it
     */
    public List<Takings> takings(YearMonth from, YearMonth to) {
        return sums.takings(from, to);
    }
}
