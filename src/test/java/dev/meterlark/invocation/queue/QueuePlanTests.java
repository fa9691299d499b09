package dev.meterlark.invocation.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.SharedPostgres;
import dev.meterlark.platform.Columns;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** With a large backlog the statements that lease still look at a few rows alone. */
@Tag("database")
class QueuePlanTests {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final int ROWS = 20_000;

    private final ScratchDatabase database = new ScratchDatabase();
    private final JdbcTemplate jdbc = database.template();
    private final FunctionId function = FunctionId.random();
    private final FunctionId other = FunctionId.random();

    @BeforeEach
    void backlog() {
        fill(function);
        fill(other);
        jdbc.execute("analyze");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void fill(FunctionId of) {
        String numbers = SharedPostgres.asked() ? "generate_series(1, ?)" : "system_range(1, ?)";
        String id = SharedPostgres.asked() ? "gen_random_uuid()" : "random_uuid()";
        jdbc.update(
                "insert into async_call (id, account_id, function_id, function_name, qualifier,"
                        + " state, epoch, due_at, accepted_at, aged_from, attempts, failures,"
                        + " setbacks, cancel_asked, is_ordered, head, payload, event_bytes) select "
                        + id
                        + ", ?, ?, 'f', '$LATEST', 0, 0, ?, ?, ?, 0, 0, 0, false, false, ?, ?, 2"
                        + " from "
                        + numbers
                        + " as numbers",
                AccountId.random().value(),
                of.value(),
                Columns.instant(NOON),
                Columns.instant(NOON),
                Columns.instant(NOON),
                EventHead.encode(QueueNode.event("{}")),
                new byte[] {'{', '}'},
                ROWS);
    }

    private String plan(String sql, Object... values) {
        List<String> lines = jdbc.queryForList("explain " + sql, String.class, values);
        return String.join("\n", lines).toLowerCase(Locale.ROOT);
    }

    @Test
    void leasingLooksAtTheFirstFewInTheOrderOfTheIndex() {
        String plan = plan(Claiming.FIRST, function.value(), Columns.instant(NOON), 128);

        assertThat(plan).contains("async_call_due");
        if (SharedPostgres.asked()) {
            assertThat(plan).doesNotContain("seq scan", "sort");
        } else {
            assertThat(plan).contains("index sorted").doesNotContain("tablescan");
        }
    }

    @Test
    void andThenAtThoseAloneByTheirIds() {
        List<UUID> first = List.of(UUID.randomUUID(), UUID.randomUUID());

        String plan = plan(Claiming.LOCK, Columns.ids(first), Columns.instant(NOON), 64);

        assertThat(plan).doesNotContain("seq scan", "tablescan").contains("any");
    }

    @Test
    void leapingFromFunctionToFunctionGoesByTheIndexInItsOrder() {
        String plan = plan(Claiming.LEAP, new UUID(0, 0));

        assertThat(plan).contains("async_call_due");
        if (SharedPostgres.asked()) {
            assertThat(plan).doesNotContain("sort", "seq scan");
        } else {
            assertThat(plan).contains("index sorted");
        }
    }

    @Test
    void everyFunctionIsFoundOnce() {
        assertThat(new Claiming(jdbc, new UUID(0, 1)).all())
                .extracting(Claiming.Due::function)
                .containsExactlyInAnyOrder(function, other);
    }
}
