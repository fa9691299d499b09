package dev.meterlark.trigger.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.trigger.Reception;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.node.JsonNodeFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

class GatheringTests {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @Test
    void withoutAWindowNothingWaits() {
        Gathering gathering = gathering(10, Duration.ZERO);

        gathering.add(change("a", 0, 1), 0);

        assertThat(gathering.isDue(0)).isTrue();
    }

    @Test
    void changesWaitUntilTheWindowOfTheFirstIsOver() {
        Gathering gathering = gathering(10, Duration.ofSeconds(2));

        gathering.add(change("a", 0, 1), 5 * SECOND);
        gathering.add(change("b", 1, 1), 6 * SECOND);

        assertThat(gathering.isDue(7 * SECOND - 1)).isFalse();
        assertThat(gathering.isDue(7 * SECOND)).isTrue();
        assertThat(gathering.take()).extracting(Change::id).containsExactly("a", "b");
        assertThat(gathering.isDue(7 * SECOND)).as("nothing waits").isTrue();
        assertThat(gathering.take()).isEmpty();
    }

    @Test
    void aShardThatHasABatchWaitsNoLonger() {
        Gathering gathering = gathering(2, Duration.ofMinutes(5));

        gathering.add(change("a", 0, 1), 0);
        gathering.add(change("b", 1, 1), 0);
        assertThat(gathering.isDue(0)).isFalse();
        gathering.add(change("c", 1, 1), 0);

        assertThat(gathering.isDue(0)).isTrue();
        gathering.take();
        gathering.add(change("d", 1, 1), 0);
        assertThat(gathering.isDue(0)).isFalse();
    }

    @Test
    void muchIsNotKeptInMemory() {
        Gathering gathering = gathering(10_000, Duration.ofMinutes(5));

        gathering.add(change("a", 0, 3_000_000), 0);

        assertThat(gathering.isDue(0)).isTrue();
    }

    @Test
    void aSignComesInTimeForTheWindow() {
        Duration usual = Duration.ofSeconds(10);

        for (List<Duration> each :
                List.of(
                        List.of(Duration.ZERO, usual),
                        List.of(Duration.ofSeconds(1), Duration.ofMillis(500)),
                        List.of(Duration.ofMillis(2), Duration.ofMillis(200)),
                        List.of(Duration.ofMinutes(5), usual))) {
            assertThat(Gathering.signs(reception(1, each.getFirst()), usual))
                    .isEqualTo(each.getLast());
        }
    }

    private static Gathering gathering(int batchSize, Duration window) {
        return new Gathering(reception(batchSize, window));
    }

    private static Reception reception(int batchSize, Duration window) {
        return new Reception(null, null, batchSize, window);
    }

    private static Change change(String id, int shard, int characters) {
        return new Change(
                id, shard, JsonNodeFactory.instance.objectNode(), characters, Instant.EPOCH);
    }
}
