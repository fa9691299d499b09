package dev.meterlark.metering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.ManualClock;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

@Tag("database")
class TallyTests {

    private final ScratchDatabase database = new ScratchDatabase();
    private final ManualClock clock = new ManualClock();
    private final AccountId account = AccountId.random();
    private final NodeMeters one = new NodeMeters(database, clock);
    private final NodeMeters two = new NodeMeters(database, clock);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatTwoNodesCountIsSummedHoweverOftenItIsWritten() {
        count(one, "a", 2);
        count(two, "a", 5);
        for (int i = 0; i < 3; i++) {
            one.write();
            two.write();
        }
        count(one, "a", 1);
        one.write();

        assertThat(total()).isEqualTo(8);
        assertThat(database.count("usage_meter")).isEqualTo(2);
    }

    @Test
    void aRunThatBeginsAnewTakesNothingFromTheOneBefore() {
        count(one, "a", 2);
        one.write();
        NodeMeters again = new NodeMeters(database, clock);
        count(again, "a", 3);
        again.write();

        assertThat(total()).isEqualTo(5);
    }

    @Test
    void eachHourHasItsOwn() {
        count(one, "a", 2);
        clock.forward(Duration.ofHours(1));
        count(one, "a", 3);
        one.write();

        List<MeterTotal> hours = one.totals(account, Meters.Span.HOUR);
        assertThat(hours)
                .extracting(each -> each.amount().longValueExact())
                .containsExactly(2L, 3L);
        assertThat(Duration.between(hours.get(0).from(), hours.get(1).from())).hasHours(1);
    }

    @Test
    void moreThingsThanAreKeptApartInMemoryAreCountedAllTheSame() {
        NodeMeters small = new NodeMeters(database, clock, 3);

        for (int round = 0; round < 4; round++) {
            IntStream.range(0, 10).forEach(i -> count(small, "r" + i, 1));
        }
        small.write();

        assertThat(total()).isEqualTo(40);
    }

    @Test
    void ofManyWhoCountAtOnceNoneIsLost() {
        NodeMeters small = new NodeMeters(database, clock, 2);

        IntStream.range(0, 2_000).parallel().forEach(i -> count(small, "r" + i % 5, 1));
        small.write();

        assertThat(total()).isEqualTo(2_000);
    }

    /** Not in the next hour, and not in place of what was counted there before. */
    @Test
    void whatIsAllowedInAnHourCountsInItHoweverLate() {
        count(one, "a", 2);
        Tally.Allowed late = one.tally().allow(account, Meter.BUCKET_READS, "a", 5);
        clock.forward(Duration.ofHours(2));
        count(one, "a", 1);
        one.write();

        late.count(9); // no more than was allowed
        late.count(1);
        one.write();

        assertThat(one.totals(account, Meters.Span.HOUR))
                .extracting(each -> each.amount().longValueExact())
                .containsExactly(7L, 1L);
    }

    private void count(NodeMeters node, String resource, long amount) {
        node.tally().count(account, Meter.BUCKET_READS, resource, amount);
    }

    private long total() {
        return one.totals(account, Meters.Span.ALL).stream()
                .map(MeterTotal::amount)
                .reduce(BigInteger.ZERO, BigInteger::add)
                .longValueExact();
    }
}
