package dev.meterlark.records;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/** What invoices owe to what was used, to each other, and to what they once were. */
final class BillingRules {

    private static final String INVOICE = "invoice";
    private static final String LINE = "invoice_line";
    private static final String USAGE = "invoice_usage";

    /** By the meter that has the price, as {@code docs/billing.md} says. */
    private static final String USED =
            """
            select account_id, hour_at as used_at, 'requests' as meter, billable_calls as amount
                from usage_rollup
            union all select account_id, hour_at, 'gb-seconds', mib_millis from usage_rollup
            union all select account_id, hour_at, 'cpu-seconds', cpu_micros from usage_rollup
            union all select account_id, hour_at, 'egress-gb', egress_bytes from usage_rollup
            union all select account_id, began_at, case
                    when meter = 'requests' then 'requests'
                    when meter = 'memory' then 'gb-seconds'
                    when meter = 'cpu' then 'cpu-seconds'
                    when meter in ('egress', 'bucket-egress') then 'egress-gb'
                    when meter = 'provisioned' then 'provisioned-gb-seconds'
                    when meter = 'bucket-storage' then 'bucket-gb-months'
                    when meter = 'table-storage' then 'table-gb-months'
                    else 'storage-requests' end, amount from usage_meter
            """;

    /** Where roll-ups are not made yet. */
    private static final String RECORDED =
            """
            select account_id, started_at as used_at, 'requests' as meter, 1 as amount from usage_record
                where billable
            union all select account_id, started_at, 'gb-seconds',
                cast(billed_millis as numeric(30)) * memory_mib from usage_record where billable
            union all select account_id, started_at, 'cpu-seconds', cpu_micros from usage_record
                where billable
            union all select account_id, started_at, 'egress-gb', egress_bytes from usage_record
                where billable
            """;

    /** What is billed of a month, and what was used in it, by what is known twice. */
    private static final String EVERY =
            """
            select u.account_id, u.period, u.meter, u.amount as billed, 0 as rolled_up,
                0 as recorded
            from invoice_usage u join invoice i on i.number = u.number and i.state <> 'VOID'
            union all select account_id, period, meter, 0, amount, 0 from (%s) u
            union all select account_id, period, meter, 0, 0, amount from (%s) r
            """
                    .formatted(byMonth(USED), byMonth(RECORDED));

    static final List<Rule> ALL =
            List.of(
                    Rule.noRow(
                            "I19 used",
                            "no more is billed of a month, by any meter, than was used in it",
                            Rule.When.ALWAYS,
                            Set.of(
                                    INVOICE,
                                    USAGE,
                                    "billing_month",
                                    "usage_rollup",
                                    "usage_meter",
                                    "usage_record"),
                            """
                            select account_id, period, meter, sum(billed) as billed,
                                sum(rolled_up) as rolled_up, sum(recorded) as recorded
                            from (%s) used
                            group by account_id, period, meter
                            having sum(billed) > sum(rolled_up) and sum(billed) > sum(recorded)
                            """
                                    .formatted(EVERY)),
                    Rule.noRow(
                            "I19 whole",
                            "all that was used in a month is billed when the month behind it is"
                                    + " closed too",
                            Rule.When.AT_REST,
                            Set.of(
                                    INVOICE,
                                    USAGE,
                                    "billing_month",
                                    "billing_close",
                                    "usage_rollup",
                                    "usage_meter",
                                    "usage_record"),
                            """
                            select used.account_id, used.period, used.meter, sum(billed) as billed,
                                sum(rolled_up) as rolled_up, sum(recorded) as recorded
                            from (%s) used join (
                                select account_id, max(period) as last_period from billing_close
                                group by account_id
                                having min(case when state in ('BILLED', 'NOTHING') then 1
                                    else 0 end) = 1) closed
                                on closed.account_id = used.account_id
                                    and closed.last_period > used.period
                            group by used.account_id, used.period, used.meter
                            having sum(billed) <> sum(rolled_up) and sum(billed) <> sum(recorded)
                            """
                                    .formatted(EVERY)),
                    Rule.noRow(
                            "I19 lines",
                            "an invoice comes to its lines",
                            Rule.When.ALWAYS,
                            Set.of(INVOICE, LINE),
                            """
                            select i.number, i.net, sum(l.amount) as lines
                            from invoice i left join invoice_line l on l.number = i.number
                            where i.series = 'INVOICE' group by i.number, i.net
                            having i.net <> coalesce(sum(l.amount), 0)
                            """),
                    Rule.noRow(
                            "I19 rounded",
                            "a line's amount is its precise value, rounded once",
                            Rule.When.ALWAYS,
                            Set.of(LINE),
                            """
                            select number, position, precise, amount from invoice_line
                            where abs(amount - precise) > 0.5
                            """),
                    Rule.noRow(
                            "I19 totals",
                            "net and tax come to gross, of which credits pay and the rest is to"
                                    + " pay",
                            Rule.When.ALWAYS,
                            Set.of(INVOICE),
                            """
                            select number, net, tax, gross, credited, payable from invoice
                            where gross <> net + tax or payable <> gross - credited or payable < 0
                            """),
                    Rule.noRow(
                            "I19 closed",
                            "a month is closed by an invoice of its own that is not void",
                            Rule.When.ALWAYS,
                            Set.of(INVOICE, "billing_close"),
                            """
                            select c.account_id, c.period, c.number from billing_close c
                            where c.state = 'BILLED' and not exists (select 1 from invoice i
                                where i.number = c.number and i.account_id = c.account_id
                                    and i.period = c.period and i.closes and i.state <> 'VOID')
                            """),
                    Rule.noRow(
                            "I20 once",
                            "a month is closed once in each currency",
                            Rule.When.ALWAYS,
                            Set.of(INVOICE),
                            """
                            select account_id, period, currency, count(*) as invoices from invoice
                            where closes and state <> 'VOID'
                            group by account_id, period, currency having count(*) > 1
                            """),
                    Rule.noRow(
                            "I23 numbers",
                            "numbers have no gap and no repeat",
                            Rule.When.ALWAYS,
                            Set.of(INVOICE, "invoice_series"),
                            """
                            select s.series, s.last_number, count(i.number) as numbers
                            from invoice_series s left join invoice i on i.series = s.series
                            group by s.series, s.last_number
                            having count(i.number) <> s.last_number
                                or coalesce(max(i.series_number), 0) <> s.last_number
                                or count(distinct i.series_number) <> s.last_number
                            """),
                    Rule.noRow(
                            "I23 credit",
                            "credit notes take back no more of a line than it came to",
                            Rule.When.ALWAYS,
                            Set.of(LINE, "credit_note_line"),
                            """
                            select l.number, l.position, l.amount, sum(c.amount) as taken
                            from invoice_line l join credit_note_line c
                                on c.corrects = l.number and c.position = l.position
                            group by l.number, l.position, l.amount
                            having abs(sum(c.amount)) > abs(l.amount)
                                or sign(sum(c.amount)) <> sign(l.amount)
                            """),
                    Rule.noRow(
                            "I23 credited",
                            "what an invoice was credited back is what its credit notes come to",
                            Rule.When.ALWAYS,
                            Set.of(INVOICE),
                            """
                            select i.number, i.credited_back, sum(n.gross) as notes
                            from invoice i left join invoice n on n.corrects = i.number
                            group by i.number, i.credited_back, i.gross
                            having i.credited_back <> coalesce(sum(n.gross), 0)
                                or i.credited_back > i.gross and i.gross > 0
                            """),
                    new Rule(
                            "I23 hash",
                            "what was issued has the hash that it was issued with",
                            Set.of(INVOICE, "invoice_snapshot"),
                            Rule.When.ALWAYS,
                            (ledgers, _) -> changed(ledgers)),
                    new Rule(
                            "I19 shares",
                            "a line's shares come to its precise value",
                            Set.of(INVOICE, "invoice_snapshot"),
                            Rule.When.ALWAYS,
                            (ledgers, _) -> unshared(ledgers)),
                    Rule.noRow(
                            "I24 call",
                            "a call has the prices that held for its account when it started",
                            Rule.When.ALWAYS,
                            Set.of("usage_record", "plan_assignment", "price_book"),
                            """
                            select u.invocation_id, u.attempt, u.price_book, u.started_at
                            from usage_record u join plan_assignment a
                                on a.account_id = u.account_id and a.plan_id is not null
                                and a.effective_from = (select max(o.effective_from)
                                    from plan_assignment o where o.account_id = u.account_id
                                        and o.plan_id is not null
                                        and o.effective_from <= u.started_at)
                            where u.billable and not exists (select 1 from price_book b
                                where b.id = u.price_book and b.plan_id = a.plan_id
                                    and b.effective_from = (select max(n.effective_from)
                                        from price_book n where n.plan_id = a.plan_id
                                            and n.effective_from <= u.started_at))
                            """),
                    Rule.noRow(
                            "I24 price",
                            "a line has the prices that held for the account when its time began",
                            Rule.When.ALWAYS,
                            Set.of(LINE, "plan_assignment", "price_book"),
                            """
                            select l.number, l.position, l.price_book, l.segment_from
                            from invoice_line l join plan_assignment a
                                on a.account_id = l.account_id and a.plan_id is not null
                                and a.effective_from = (select max(o.effective_from)
                                    from plan_assignment o where o.account_id = l.account_id
                                        and o.plan_id is not null
                                        and o.effective_from <= l.segment_from)
                            where not exists (select 1 from price_book b
                                where b.id = l.price_book and b.plan_id = a.plan_id
                                    and b.effective_from = (select max(n.effective_from)
                                        from price_book n where n.plan_id = a.plan_id
                                            and n.effective_from <= l.segment_from))
                            """));

    private BillingRules() {}

    private static String byMonth(String usage) {
        return """
        select s.account_id, s.meter, m.period, sum(s.amount) as amount from (%s) s
        join billing_month m on s.used_at >= m.from_at and s.used_at < m.to_at
        group by s.account_id, s.meter, m.period
        """
                .formatted(usage);
    }

    private static List<String> changed(Ledgers ledgers) {
        List<String> broken = new ArrayList<>();
        for (String number : numbers(ledgers)) {
            String kept =
                    ledgers.database()
                            .sql("select sha256 from invoice where number = ?")
                            .param(number)
                            .query(String.class)
                            .single();
            String now = HexFormat.of().formatHex(sha256(snapshot(ledgers, number)));
            if (!now.equals(kept)) {
                broken.add("%s has the hash %s, not %s".formatted(number, now, kept));
            }
        }
        return broken;
    }

    private static List<String> unshared(Ledgers ledgers) {
        List<String> broken = new ArrayList<>();
        for (String number : numbers(ledgers)) {
            byte[] snapshot = snapshot(ledgers, number);
            if (snapshot.length == 0) {
                continue; // which breaks another rule
            }
            for (JsonNode line : JsonMapper.shared().readTree(snapshot).path("lines")) {
                BigDecimal shares =
                        StreamSupport.stream(line.path("shares").spliterator(), false)
                                .map(share -> new BigDecimal(share.path("precise").asString()))
                                .reduce(BigDecimal.ZERO, BigDecimal::add);
                BigDecimal precise = new BigDecimal(line.path("precise").asString());
                if (!line.path("shares").isEmpty() && shares.compareTo(precise) != 0) {
                    broken.add(
                            "%s, line %s: %s of %s"
                                    .formatted(number, line.path("position"), shares, precise));
                }
            }
        }
        return broken;
    }

    private static List<String> numbers(Ledgers ledgers) {
        return ledgers.database()
                .sql("select number from invoice order by number")
                .query(String.class)
                .list();
    }

    private static byte[] snapshot(Ledgers ledgers, String number) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        ledgers.database()
                .sql("select bytes from invoice_snapshot where number = ? order by piece")
                .param(number)
                .query(
                        row -> {
                            whole.writeBytes(row.getBytes("bytes"));
                        });
        return whole.toByteArray();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
