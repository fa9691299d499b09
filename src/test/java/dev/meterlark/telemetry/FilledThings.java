package dev.meterlark.telemetry;

import org.springframework.jdbc.core.JdbcTemplate;

import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;

/** Many of each thing that an account has one of: functions, triggers, queues, buckets, tables. */
final class FilledThings {

    private static final int MANY = 100_000;
    private static final int SOME = 2_000;
    private static final int FEW = 200;

    /** Of triggers that are copies, as that of the first is. */
    private static final String SCHEDULES =
            """
            insert into schedule (trigger_id, account_id, revision, expression, time_zone,
                anchored_at, flexible_secs, overlap, catch_up, catch_up_limit, catch_up_secs,
                settled_until, paused_at)
            select t.id, s.account_id, s.revision, s.expression, s.time_zone, s.anchored_at,
                s.flexible_secs, s.overlap, s.catch_up, s.catch_up_limit, s.catch_up_secs,
                s.settled_until, s.paused_at
            from event_trigger t join schedule s on s.account_id = t.account_id
            where t.type = 'schedule'
                and not exists (select 1 from schedule o where o.trigger_id = t.id)
            """;

    private final JdbcTemplate jdbc;
    private final Copies copies;
    private final UUID account;
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    FilledThings(JdbcTemplate jdbc, UUID account) {
        this.jdbc = jdbc;
        this.copies = new Copies(jdbc);
        this.account = account;
    }

    void fill(int functions) {
        functions(functions);
        versions();
        triggers();
        queues();
        buckets();
        tables();
        deadLetters();
        others();
    }

    /** Each that ends in 0 stands for a team's. */
    private void functions(int all) {
        List<String> first =
                jdbc.queryForList(
                        "select name from functions where account_id = ? and name like '%-0'",
                        String.class, account);
        int each = all / first.size() - 1;
        for (String one : first) {
            String team = one.substring(0, one.length() - 1);
            copies.add(
                    "functions",
                    "id = ?",
                    id("functions", one),
                    each,
                    Map.of(
                            "id", _ -> UUID.randomUUID(),
                            "name", i -> team + (i + 1),
                            "url_id", _ -> word(),
                            "created_at", i -> ago(Duration.ofHours(i))));
        }
    }

    private void versions() {
        UUID busy = id("functions", "busy");
        copies.add(
                "function_version",
                "function_id = ?",
                busy,
                FEW,
                Map.of(
                        "id", _ -> UUID.randomUUID(),
                        "number", i -> i + 2,
                        "published_at", i -> ago(Duration.ofHours(FEW - i))));
        jdbc.update("update functions set last_version = ? where id = ?", FEW + 1, busy);
    }

    /** They are paused, so that the platform has nothing to do with them. */
    private void triggers() {
        for (String type : List.of("queue", "schedule")) {
            copies.add(
                    "event_trigger",
                    "state = 'paused' and type = ?",
                    type,
                    SOME,
                    Map.of(
                            "id", _ -> UUID.randomUUID(),
                            "created_at", i -> ago(Duration.ofMinutes(i))));
        }
        jdbc.update(SCHEDULES);
        copies.add(
                "http_route",
                "account_id = ?",
                account,
                FEW,
                Map.of("id", _ -> UUID.randomUUID(), "shape", i -> "/r" + i + "/{}"));
        copies.add(
                "pipelines",
                "account_id = ?",
                account,
                FEW,
                Map.of("id", _ -> UUID.randomUUID(), "name", i -> "pipeline-" + i));
    }

    private void queues() {
        UUID orders = id("message_queue", "orders");
        copies.add(
                "queue_message",
                "queue_id = ?",
                orders,
                MANY,
                Set.of("position"),
                Map.of(
                        "id", _ -> UUID.randomUUID(),
                        "sent_at", i -> ago(Duration.ofSeconds(MANY - i)),
                        "kept_from", i -> ago(Duration.ofSeconds(MANY - i))));
        named("message_queue", orders, "queue-");
        UUID events = id("topic", "events");
        named("topic", events, "topic-");
        copies.add(
                "topic_subscription",
                "topic_id = ?",
                events,
                FEW,
                Map.of("id", _ -> UUID.randomUUID(), "name", i -> "subscription-" + i));
    }

    private void buckets() {
        UUID images = id("bucket", "images");
        copies.add(
                "bucket_object",
                "bucket_id = ?",
                images,
                MANY,
                Map.of(
                        "body_id", _ -> UUID.randomUUID(),
                        "key_bytes", i -> bytes("%s/%06d.jpg".formatted(place(i), i))));
        jdbc.update("update bucket set objects = objects + ? where id = ?", MANY, images);
        named("bucket", images, "bucket-");
    }

    /** Half of them in folders of a day, the others in one. */
    private static String place(int number) {
        return number % 2 == 0 ? "all" : "days/2026-%02d-%02d".formatted(number % 12, number % 28);
    }

    private void tables() {
        UUID orders = id("data_table", "orders");
        copies.add(
                "table_item",
                "table_id = ?",
                orders,
                MANY,
                Map.of("key_bytes", i -> bytes("2026-%07d".formatted(i))));
        jdbc.update(
                "update table_shard set items = items + ? where table_id = ? and shard = 0",
                MANY,
                orders);
        for (int i = 0; i < FEW; i++) {
            UUID id = UUID.randomUUID();
            String name = "table-" + i;
            Map<String, IntFunction<Object>> itself = Map.of("id", _ -> id, "name", _ -> name);
            copies.add("data_table", "id = ?", orders, 1, itself);
            copies.add(
                    "table_shard",
                    "shard = 0 and table_id = ?",
                    orders,
                    1,
                    Map.of("table_id", _ -> id));
        }
    }

    private void deadLetters() {
        String sql =
                """
                insert into dead_letter (id, account_id, function_id, function_name, qualifier,
                    reason, error_type, error_message, attempts, accepted_at, ended_at,
                    content_type, source, depth, event, event_bytes, kept_bytes)
                values (?, ?, ?, 'busy', '$LATEST', 'RETRIES_EXHAUSTED', 'TypeError',
                    'orders is not iterable', 3, ?, ?, 'application/json', 'rest', 0, ?, 2, 2)
                """;
        UUID busy = id("functions", "busy");
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < MANY / 5; i++) {
            Timestamp at = ago(Duration.ofMinutes(i));
            rows.add(new Object[] {UUID.randomUUID(), account, busy, at, at, bytes("{}")});
        }
        jdbc.batchUpdate(sql, rows);
        copies.add(
                "async_call",
                "account_id = ?",
                account,
                MANY / 5,
                Map.of("id", i -> new UUID(now.toEpochMilli() << 16 | 0x7000, 1L << 63 | i)));
    }

    private void others() {
        Long last =
                jdbc.queryForObject(
                        "select last_number from audit_head where account_id = ?",
                        Long.class,
                        account);
        long number = Objects.requireNonNull(last);
        copies.add(
                "audit_record",
                "record_number = 1 and account_id = ?",
                account,
                MANY,
                Map.of(
                        "id", _ -> UUID.randomUUID(),
                        "record_number", i -> number + 1 + i,
                        "action", i -> i % 1_000 == 7 ? "account.rename" : "function.change",
                        "subject", i -> "function busy-" + i % 50,
                        "recorded_at", i -> ago(Duration.ofMinutes(MANY - i))));
        jdbc.update(
                "update audit_head set last_number = ? where account_id = ?",
                number + MANY,
                account);
        copies.add(
                "api_key",
                "name = 'other' and account_id = ?",
                account,
                FEW,
                Map.of("id", _ -> word().substring(0, 20), "name", i -> "key " + i));
        meters();
    }

    /** What lies in buckets and tables, by the hour. */
    private void meters() {
        List<Object[]> rows = new ArrayList<>();
        Instant hour = now.truncatedTo(ChronoUnit.HOURS);
        for (int thing = 0; thing < 20; thing++) {
            boolean bucket = thing % 2 == 0;
            for (int back = 1; back < 24 * 90; back++) {
                rows.add(
                        new Object[] {
                            account,
                            bucket ? "bucket-storage" : "table-storage",
                            (bucket ? "bucket-" : "table-") + thing,
                            Timestamp.from(hour.minus(back, ChronoUnit.HOURS)),
                            new UUID(0, 0),
                            1_000_000_000L,
                        });
            }
        }
        jdbc.batchUpdate(
                "insert into usage_meter (account_id, meter, resource, began_at, writer, amount)"
                        + " values (?, ?, ?, ?, ?, ?)",
                rows);
    }

    private void named(String table, UUID first, String name) {
        copies.add(
                table,
                "id = ?",
                first,
                FEW,
                Map.of("id", _ -> UUID.randomUUID(), "name", i -> name + i));
    }

    private UUID id(String table, String name) {
        return Objects.requireNonNull(
                jdbc.queryForObject(
                        "select id from %s where account_id = ? and name = ?".formatted(table),
                        UUID.class,
                        account,
                        name));
    }

    private Timestamp ago(Duration time) {
        return Timestamp.from(now.minus(time));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String word() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
