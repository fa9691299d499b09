package dev.meterlark.invocation.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

class JournalBoundsTests {

    private static final JournalBounds BOUNDS =
            new JournalBounds(
                    1 << 20,
                    8 << 20,
                    50,
                    Duration.ofMillis(2),
                    Duration.ofMillis(20),
                    Duration.ofSeconds(1));

    @ParameterizedTest
    @CsvSource({"0ms, 0s", "2ms, 40ms", "50ms, 1s", "3s, 1s"})
    void aRestGrowsWithTheBatchUpToItsBound(String took, String rest) {
        assertThat(BOUNDS.restAfter(duration(took))).isEqualTo(duration(rest));
    }

    @Test
    void aWholeBatchIsEnough() {
        assertThat(BOUNDS.isEnough(0)).isFalse();
        assertThat(BOUNDS.isEnough(50 * 256 - 1)).isFalse();
        assertThat(BOUNDS.isEnough(50 * 256)).isTrue();
    }

    @Test
    void anEighthOfTheJournalIsEnough() {
        var small =
                new JournalBounds(
                        100,
                        800,
                        50,
                        Duration.ofMillis(2),
                        Duration.ofMillis(20),
                        Duration.ofSeconds(1));

        assertThat(small.isEnough(99)).isFalse();
        assertThat(small.isEnough(100)).isTrue();
    }

    private static Duration duration(String text) {
        return text.endsWith("ms")
                ? Duration.ofMillis(Long.parseLong(text.replace("ms", "")))
                : Duration.ofSeconds(Long.parseLong(text.replace("s", "")));
    }
}
