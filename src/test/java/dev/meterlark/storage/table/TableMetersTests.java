package dev.meterlark.storage.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.ManualClock;
import dev.meterlark.metering.Meter;
import dev.meterlark.metering.MeterTotal;
import dev.meterlark.metering.Meters;
import dev.meterlark.platform.ScratchDatabase;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What lies in tables, and what is done with them, as it is metered. */
@Tag("database")
class TableMetersTests {

    private static final ScratchDatabase DATABASE = new ScratchDatabase();
    private static final long HOUR = Duration.ofHours(1).toNanos() / 1_000;

    private final ManualClock clock = new ManualClock();
    private final TableNode node = new TableNode(DATABASE, clock, Map.of());
    private final Table table = node.newTable("orders", null, null);

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void whatLiesIsMeteredToTheMicrosecond() {
        node.put(table, "a", "{}"); // three bytes
        clock.forward(Duration.ofMinutes(90));
        node.put(table, "b", "{}");
        clock.forward(Duration.ofMinutes(90));
        node.meters.tellForth(clock.instant());
        node.meters.tellForth(clock.instant());

        assertThat(hours()).containsExactly(3 * HOUR, 3 * HOUR / 2 + 3 * HOUR, 6 * HOUR);
        node.delete(table, "a");
        node.delete(table, "b");
        clock.forward(Duration.ofHours(3));
        node.meters.tellForth(clock.instant());
        assertThat(hours()).hasSize(3);
    }

    @Test
    void whoWritesFirstInAnHourIsNotInAnothersWay() {
        IntStream.range(0, 40).forEach(i -> node.put(table, "k" + i, "{}"));
        clock.forward(Duration.ofHours(1));

        IntStream.range(0, 40).parallel().forEach(i -> node.put(table, "k" + i, "{}"));

        assertThat(hours()).hasSize(1);
    }

    @Test
    void ofADeletedTableWhatHasLainIsMetered() {
        node.put(table, "a", "{}");
        clock.forward(Duration.ofMinutes(10));

        node.shards.deleteAll(table, node.shards.holdAll(table), clock.instant());
        clock.forward(Duration.ofHours(1));

        assertThat(hours()).containsExactly(3 * HOUR / 6);
    }

    @Test
    void whatIsDoneIsCounted() {
        node.put(table, "a", "{}");
        node.delete(table, "a");
        node.text(table, "a");
        node.items.batch(
                table.account(),
                "orders",
                List.of(
                        new Operation.Get("a"),
                        new Operation.Put(
                                "b", TableNode.json("{}"), new Condition.Always(), null)));

        assertThat(amount(Meter.TABLE_WRITES)).isEqualTo(3);
        assertThat(amount(Meter.TABLE_READS)).isEqualTo(2);
    }

    /** In bytes times microseconds, the earliest first. */
    private List<Long> hours() {
        return totals(Meters.Span.HOUR, Meter.TABLE_STORAGE).stream()
                .map(MeterTotal::amount)
                .map(BigInteger::longValueExact)
                .toList();
    }

    private long amount(Meter meter) {
        node.metering.write();
        return totals(Meters.Span.ALL, meter).stream()
                .mapToLong(each -> each.amount().longValueExact())
                .sum();
    }

    private List<MeterTotal> totals(Meters.Span by, Meter meter) {
        return node.metering.totals(table.account(), by, node.meters).stream()
                .filter(each -> each.meter() == meter)
                .toList();
    }
}
