package dev.meterlark.billing.invoice;

import dev.meterlark.billing.plan.MoneyLock;
import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.BillingPeriod;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** What became of each account's months, and the lock under which an account is billed. */
@Component
class CloseRows {

    private static final String UPDATE =
            "update billing_close set state = ?, number = ?, reason = ?, detail = ?, accepted = ?,"
                    + " closed_at = ? where account_id = ? and period = ?";

    private static final String INSERT =
            "insert into billing_close (state, number, reason, detail, accepted, closed_at,"
                    + " account_id, period) values (?, ?, ?, ?, ?, ?, ?, ?)";

    private final JdbcClient jdbc;
    private final MoneyLock lock;
    private final TransactionTemplate own;

    CloseRows(JdbcClient jdbc, MoneyLock lock, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.lock = lock;
        this.own = new TransactionTemplate(transactions);
        this.own.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);
    }

    /** How far a month of an account is. */
    enum State {
        /** With one invoice or more. */
        BILLED,

        /** There was nothing to bill. */
        NOTHING,

        /** A person is to look at it. */
        PARKED,

        /** A person has looked at it. */
        REOPENED,

        /** Its invoice was made void; it may be billed again. */
        VOIDED
    }

    /**
     * @param reason of a parked one
     * @param accepted of a parked one what it would come to; of one that was reopened the amount up
     *     to which a person said yes
     */
    record Close(
            AccountId account,
            YearMonth period,
            State state,
            @Nullable String number,
            @Nullable Parking reason,
            @Nullable String detail,
            @Nullable BigDecimal accepted,
            Instant at) {}

    /**
     * Whoever bills the account holds it to the transaction's end: so each sees what those before
     * it have billed, and nothing is billed twice.
     *
     * @return how many invoices and credit notes the account has
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public long lock(AccountId account) {
        return lock.take(account)
                .orElseGet(
                        () -> {
                            makeFirst(account);
                            return lock.take(account).orElseThrow();
                        });
    }

    private void makeFirst(AccountId account) {
        insertOnce(
                jdbc.sql("insert into billed_account (account_id, entries) values (?, 0)")
                        .param(account.value()));
    }

    /** In a transaction of its own, so that the caller's goes on when another was faster. */
    private void insertOnce(JdbcClient.StatementSpec statement) {
        try {
            own.executeWithoutResult(_ -> statement.update());
        } catch (DuplicateKeyException e) {
            // it is there, which is all that matters
        }
    }

    /** The number of the account's next one, while it is locked. */
    long nextEntry(AccountId account) {
        jdbc.sql("update billed_account set entries = entries + 1 where account_id = ?")
                .param(account.value())
                .update();
        return lock.take(account).orElseThrow();
    }

    Optional<Close> find(AccountId account, YearMonth period) {
        return jdbc.sql("select * from billing_close where account_id = ? and period = ?")
                .param(account.value())
                .param(period.toString())
                .query((row, _) -> close(row))
                .optional();
    }

    /** The newest month that the account has one of; empty when none was closed. */
    Optional<YearMonth> last(AccountId account) {
        return jdbc.sql("select max(period) from billing_close where account_id = ?")
                .param(account.value())
                .query((row, _) -> Optional.ofNullable(row.getString(1)))
                .single()
                .map(YearMonth::parse);
    }

    /** An account's months that are as far as one of these, the oldest first. */
    List<YearMonth> in(AccountId account, State... states) {
        return jdbc
                .sql(
                        "select period from billing_close where account_id = :account"
                                + " and state in (:states) order by period")
                .param("account", account.value())
                .param("states", Stream.of(states).map(State::name).toList())
                .query(String.class)
                .list()
                .stream()
                .map(YearMonth::parse)
                .toList();
    }

    /** Accounts with a month that a person has looked at, and that was not closed then. */
    List<AccountId> reopened(int most) {
        return jdbc
                .sql(
                        "select distinct account_id from billing_close where state = 'REOPENED'"
                                + " order by account_id limit ?")
                .param(most)
                .query(UUID.class)
                .list()
                .stream()
                .map(AccountId::new)
                .toList();
    }

    /** The oldest that a person is to look at. */
    Optional<Close> parked(AccountId account) {
        return jdbc.sql(
                        "select * from billing_close where account_id = ? and state = 'PARKED'"
                                + " order by period limit 1")
                .param(account.value())
                .query((row, _) -> close(row))
                .optional();
    }

    /**
     * All that are parked, by account.
     *
     * @param after null for the beginning
     */
    List<Close> allParked(@Nullable AccountId after, int most) {
        String from = after == null ? "" : " and account_id > ?";
        JdbcClient.StatementSpec statement =
                jdbc.sql(
                        "select * from billing_close where state = 'PARKED'"
                                + from
                                + " order by account_id, period limit ?");
        if (after != null) {
            statement = statement.param(after.value());
        }
        return statement.param(most).query((row, _) -> close(row)).list();
    }

    Map<State, Long> counts(YearMonth period) {
        Map<State, Long> counts = new EnumMap<>(State.class);
        jdbc.sql("select state, count(*) as n from billing_close where period = ? group by state")
                .param(period.toString())
                .query(
                        row -> {
                            counts.put(State.valueOf(row.getString("state")), row.getLong("n"));
                        });
        return counts;
    }

    long countParked() {
        return jdbc.sql("select count(*) from billing_close where state = 'PARKED'")
                .query(Long.class)
                .single();
    }

    /** While the account is locked. */
    void put(Close close) {
        List<@Nullable Object> columns = columns(close);
        if (jdbc.sql(UPDATE).params(columns).update() == 0) {
            jdbc.sql(INSERT).params(columns).update();
        }
    }

    private static List<@Nullable Object> columns(Close close) {
        Parking reason = close.reason();
        return Arrays.asList(
                close.state().name(),
                close.number(),
                reason == null ? null : reason.name(),
                Columns.text(close.detail(), 1_000),
                close.accepted(),
                Columns.instant(close.at()),
                close.account().value(),
                close.period().toString());
    }

    /**
     * Keeps where a month begins and ends when it is first billed.
     *
     * @throws IllegalStateException when it was billed with others before: then the zone was
     *     changed, and hours would be billed twice or not at all
     */
    void requireBorders(BillingPeriod period) {
        BillingPeriod kept =
                borders(period.month())
                        .orElseGet(
                                () -> {
                                    keepBorders(period);
                                    return borders(period.month()).orElseThrow();
                                });
        if (!kept.equals(period)) {
            throw new IllegalStateException(
                    "%s was billed from %s to %s, and would be from %s to %s: meterlark.billing.zone must not be changed"
                            .formatted(
                                    period.month(),
                                    kept.from(),
                                    kept.to(),
                                    period.from(),
                                    period.to()));
        }
    }

    private Optional<BillingPeriod> borders(YearMonth month) {
        return jdbc.sql("select from_at, to_at from billing_month where period = ?")
                .param(month.toString())
                .query(
                        (row, _) ->
                                new BillingPeriod(
                                        month,
                                        row.getObject("from_at", OffsetDateTime.class).toInstant(),
                                        row.getObject("to_at", OffsetDateTime.class).toInstant()))
                .optional();
    }

    private void keepBorders(BillingPeriod period) {
        insertOnce(
                jdbc.sql("insert into billing_month (period, from_at, to_at) values (?, ?, ?)")
                        .param(period.month().toString())
                        .param(Columns.instant(period.from()))
                        .param(Columns.instant(period.to())));
    }

    /** Since when this installation bills. */
    Instant start() {
        return jdbc.sql("select began_at from billing_start")
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    boolean isRound(YearMonth period) {
        return jdbc.sql("select 1 from billing_round where period = ?")
                .param(period.toString())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** That nobody needs to look at any account for this month any more. */
    void endRound(YearMonth period, int accounts, Instant now) {
        if (!isRound(period)) {
            jdbc.sql("insert into billing_round (period, accounts, ended_at) values (?, ?, ?)")
                    .param(period.toString())
                    .param(accounts)
                    .param(Columns.instant(now))
                    .update();
        }
    }

    private static Close close(ResultSet row) throws SQLException {
        String reason = row.getString("reason");
        return new Close(
                new AccountId(row.getObject("account_id", UUID.class)),
                YearMonth.parse(row.getString("period")),
                State.valueOf(row.getString("state")),
                row.getString("number"),
                reason == null ? null : Parking.valueOf(reason),
                row.getString("detail"),
                row.getBigDecimal("accepted"),
                row.getObject("closed_at", OffsetDateTime.class).toInstant());
    }
}
