package dev.meterlark.billing.invoice;

import dev.meterlark.billing.rating.Billed;
import dev.meterlark.billing.rating.Line;
import dev.meterlark.billing.rating.Meter;
import dev.meterlark.billing.rating.Quantity;
import dev.meterlark.billing.rating.Rated;
import dev.meterlark.billing.rating.Segment;
import dev.meterlark.billing.rating.Share;
import dev.meterlark.billing.rating.Thing;
import dev.meterlark.billing.rating.Used;
import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What invoices that are not void have billed already, by where a segment of a month begins. */
@Component
class BilledRows {

    private static final String OF_MONTH =
            " join invoice i on i.number = b.number and i.state <> 'VOID'"
                    + " where b.account_id = ? and b.period = ? ";

    private final JdbcTemplate batches;
    private final JdbcClient jdbc;

    BilledRows(JdbcTemplate batches) {
        this.batches = batches;
        this.jdbc = JdbcClient.create(batches);
    }

    /**
     * What was billed of one month.
     *
     * @param bySegment by its first instant, as it was when it was billed
     */
    record OfMonth(Map<Instant, Billed> bySegment) {

        /** Of a segment, and of those that lay in it before it was what it is. */
        Billed within(Instant from, Instant to) {
            return bySegment.entrySet().stream()
                    .filter(each -> !each.getKey().isBefore(from) && each.getKey().isBefore(to))
                    .map(Map.Entry::getValue)
                    .reduce(Billed.NOTHING, OfMonth::plus);
        }

        private static Billed plus(Billed one, Billed other) {
            List<Used> used = new ArrayList<>(one.used());
            used.addAll(other.used());
            return new Billed(
                    used,
                    one.fee().add(other.fee()),
                    one.charged().add(other.charged()),
                    one.minimum().add(other.minimum()));
        }
    }

    OfMonth of(AccountId account, YearMonth month) {
        Map<Instant, Billed> bySegment = new TreeMap<>();
        lines(account, month).forEach((from, sums) -> bySegment.put(from, sums.billed()));
        usage(account, month)
                .forEach(
                        (from, used) ->
                                bySegment.merge(
                                        from,
                                        new Billed(
                                                used,
                                                BigDecimal.ZERO,
                                                BigDecimal.ZERO,
                                                BigDecimal.ZERO),
                                        OfMonth::plus));
        return new OfMonth(bySegment);
    }

    private record Sums(BigDecimal fee, BigDecimal charged, BigDecimal minimum) {

        static final Sums NOTHING = new Sums(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

        Sums plus(Line.Kind kind, BigDecimal precise, BigDecimal amount) {
            return switch (kind) {
                case USAGE, LATE, DISCOUNT -> new Sums(fee, charged.add(amount), minimum);
                case FEE -> new Sums(fee.add(precise), charged.add(amount), minimum);
                case MINIMUM -> new Sums(fee, charged, minimum.add(amount));
                case CHARGE -> this; // nothing of the segment's own
            };
        }

        Billed billed() {
            return new Billed(List.of(), fee, charged, minimum);
        }
    }

    private Map<Instant, Sums> lines(AccountId account, YearMonth month) {
        Map<Instant, Sums> sums = new TreeMap<>();
        jdbc.sql(
                        "select b.segment_from, b.kind, sum(b.precise) as precise,"
                                + " sum(b.amount) as amount from invoice_line b"
                                + OF_MONTH
                                + "group by b.segment_from, b.kind")
                .param(account.value())
                .param(month.toString())
                .query(
                        row -> {
                            Instant from = from(row);
                            sums.put(
                                    from,
                                    sums.getOrDefault(from, Sums.NOTHING)
                                            .plus(
                                                    Line.Kind.valueOf(row.getString("kind")),
                                                    row.getBigDecimal("precise"),
                                                    row.getBigDecimal("amount")));
                        });
        return sums;
    }

    private Map<Instant, List<Used>> usage(AccountId account, YearMonth month) {
        Map<Instant, List<Used>> usage = new TreeMap<>();
        jdbc.sql(
                        "select b.segment_from, b.meter, b.thing, b.thing_id, b.thing_name,"
                                + " sum(b.amount) as amount from invoice_usage b"
                                + OF_MONTH
                                + "group by b.segment_from, b.meter, b.thing, b.thing_id,"
                                + " b.thing_name")
                .param(account.value())
                .param(month.toString())
                .query(
                        row -> {
                            usage.computeIfAbsent(from(row), _ -> new ArrayList<>()).add(used(row));
                        });
        return usage;
    }

    /** Of all months before one: what is to be compared with what was used in them by now. */
    Map<Meter, BigInteger> before(AccountId account, YearMonth month) {
        Map<Meter, BigInteger> sums = new EnumMap<>(Meter.class);
        jdbc.sql(
                        "select b.meter, sum(b.amount) as amount from invoice_usage b"
                                + " join invoice i on i.number = b.number and i.state <> 'VOID'"
                                + " where b.account_id = ? and b.period < ? group by b.meter")
                .param(account.value())
                .param(month.toString())
                .query(
                        row -> {
                            sums.put(meter(row), row.getBigDecimal("amount").toBigIntegerExact());
                        });
        return sums;
    }

    /**
     * A later invoice that is not void and bills of the same months what came in after this one: it
     * was worked out on top of it.
     */
    Optional<InvoiceNumber> afterwards(InvoiceView invoice) {
        String number = invoice.number().value();
        return jdbc.sql(
                        "select i.number from invoice i join invoice_line l on l.number = i.number"
                                + " where i.account_id = ? and i.state <> 'VOID'"
                                + " and i.entry > (select entry from invoice where number = ?)"
                                + " and l.period in ("
                                + "select period from invoice_line where number = ?)"
                                + " order by i.entry desc limit 1")
                .param(invoice.account().value())
                .param(number)
                .param(number)
                .query(String.class)
                .optional()
                .map(InvoiceNumber::new);
    }

    void insert(AccountId account, InvoiceNumber number, Rated rated) {
        List<Object[]> lines = new ArrayList<>();
        List<Object[]> usage = new ArrayList<>();
        for (Line line : rated.lines()) {
            lines.add(line(account, number, lines.size() + 1, line));
            for (Share share : line.shares()) {
                usage.add(usage(account, number, usage.size() + 1, line.segment(), share));
            }
        }
        batches.batchUpdate(
                "insert into invoice_line (number, position, account_id, period, segment_from,"
                        + " kind, meter, price_book, precise, amount)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                lines);
        batches.batchUpdate(
                "insert into invoice_usage (number, ordinal, account_id, period, segment_from,"
                        + " meter, thing, thing_id, thing_name, amount)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                usage);
    }

    private static Object[] line(AccountId account, InvoiceNumber number, int position, Line line) {
        Meter meter = line.meter();
        return new Object[] {
            number.value(),
            position,
            account.value(),
            line.segment().period().month().toString(),
            Columns.instant(line.segment().from()),
            line.kind().name(),
            meter == null ? null : meter.wireName(),
            line.segment().book().id(),
            line.precise(),
            line.amount().amount()
        };
    }

    private static Object[] usage(
            AccountId account, InvoiceNumber number, int ordinal, Segment segment, Share share) {
        Quantity quantity = share.quantity();
        return new Object[] {
            number.value(),
            ordinal,
            account.value(),
            segment.period().month().toString(),
            Columns.instant(segment.from()),
            quantity.meter().wireName(),
            share.thing().kind().name(),
            share.thing().id(),
            share.thing().name(),
            new BigDecimal(quantity.raw())
        };
    }

    private static Used used(ResultSet row) throws SQLException {
        @Nullable String id = row.getString("thing_id");
        return new Used(
                new Thing(
                        Thing.Kind.valueOf(row.getString("thing")),
                        id,
                        row.getString("thing_name")),
                meter(row),
                row.getBigDecimal("amount").toBigIntegerExact());
    }

    private static Meter meter(ResultSet row) throws SQLException {
        String name = row.getString("meter");
        return Meter.of(name)
                .orElseThrow(
                        () -> new IllegalStateException("an invoice billed the meter " + name));
    }

    private static Instant from(ResultSet row) throws SQLException {
        return row.getObject("segment_from", OffsetDateTime.class).toInstant();
    }
}
