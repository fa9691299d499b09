package dev.meterlark.metering;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** What accounts used of what is counted by the hour. */
@Component
public class MeterLedger {

    private static final String OF_HOURS =
            """
            from usage_meter where account_id = ? and began_at >= ? and began_at < ?
            group by meter, resource\
            """;

    private final JdbcTemplate batches;
    private final JdbcClient jdbc;

    MeterLedger(JdbcTemplate batches) {
        this.batches = batches;
        this.jdbc = JdbcClient.create(batches);
    }

    /**
     * In the transaction that tells the thing's time forth, while it is held: so each hour's amount
     * is added once, on any number of nodes.
     *
     * @param held whose row is held; two of one resource have rows of their own, so that none waits
     *     for the other or is in its way
     */
    public void add(
            AccountId account, Meter meter, String resource, UUID held, ByteTime.Hour hour) {
        Object[] row = {
            new BigDecimal(hour.amount()),
            account.value(),
            meter.wireName(),
            resource,
            Columns.instant(hour.begin()),
            held
        };
        int there =
                batches.update(
                        "update usage_meter set amount = amount + ? where account_id = ?"
                                + " and meter = ? and resource = ? and began_at = ?"
                                + " and writer = ?",
                        row);
        if (there == 0) {
            insert(List.<Object[]>of(row));
        }
    }

    /** What one run of a node has counted of an hour, from its beginning. */
    record Count(
            RunId run,
            AccountId account,
            Meter meter,
            String resource,
            Instant hour,
            long amount) {}

    /** Written again it changes nothing. Only the run itself writes under its id. */
    void put(List<Count> counts) {
        List<Object[]> rows = counts.stream().map(MeterLedger::row).toList();
        int[] there =
                batches.batchUpdate(
                        "update usage_meter set amount = ? where account_id = ? and meter = ?"
                                + " and resource = ? and began_at = ? and writer = ?",
                        rows);
        insert(
                IntStream.range(0, there.length)
                        .filter(i -> there[i] == 0)
                        .mapToObj(rows::get)
                        .toList());
    }

    private static Object[] row(Count count) {
        return new Object[] {
            BigDecimal.valueOf(count.amount()),
            count.account().value(),
            count.meter().wireName(),
            count.resource(),
            Columns.instant(count.hour()),
            count.run().value()
        };
    }

    private void insert(List<Object[]> rows) {
        if (!rows.isEmpty()) {
            batches.batchUpdate(
                    "insert into usage_meter (amount, account_id, meter, resource, began_at,"
                            + " writer) values (?, ?, ?, ?, ?, ?)",
                    rows);
        }
    }

    /** Of hours that begin in [from, to), each once. */
    List<MeterTotal> between(AccountId account, Instant from, Instant to) {
        return read(
                "select meter, resource, began_at, sum(amount) as amount %s, began_at",
                account, from, to, MeterLedger::instant);
    }

    /** The same hours together, as if of that first instant. */
    List<MeterTotal> together(AccountId account, Instant from, Instant to) {
        return read(
                "select meter, resource, sum(amount) as amount %s", account, from, to, _ -> from);
    }

    private interface Begin {
        Instant of(ResultSet row) throws SQLException;
    }

    private List<MeterTotal> read(
            String select, AccountId account, Instant from, Instant to, Begin begin) {
        return jdbc
                .sql(select.formatted(OF_HOURS))
                .param(account.value())
                .param(Columns.instant(from))
                .param(Columns.instant(to))
                .query((row, _) -> total(account, row, begin.of(row)))
                .list()
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static Instant instant(ResultSet row) throws SQLException {
        return row.getObject("began_at", OffsetDateTime.class).toInstant();
    }

    private static Optional<MeterTotal> total(AccountId account, ResultSet row, Instant begin)
            throws SQLException {
        Optional<Meter> meter = Meter.of(row.getString("meter"));
        return meter.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new MeterTotal(
                                account,
                                meter.get(),
                                row.getString("resource"),
                                begin,
                                row.getBigDecimal("amount").toBigIntegerExact()));
    }
}
