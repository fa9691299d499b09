package dev.meterlark.invocation.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

class JournalBoundsTests {

    @ParameterizedTest
    @CsvSource({
        "0ms, 0, 0s",
        "2ms, 0, 8ms",
        "2ms, 99, 8ms",
        "2ms, 100, 0s",
        "2ms, 800, 0s",
        "250ms, 0, 1s",
        "3s, 99, 1s",
        "3s, 100, 0s",
    })
    void aRestGrowsWithTheBatchUpToItsBoundAndIsNoneWhenTheJournalFillsUp(
            String took, long waitingBytes, String rest) {
        var bounds =
                new JournalBounds(
                        100,
                        800,
                        50,
                        Duration.ofMillis(2),
                        Duration.ofMillis(20),
                        Duration.ofSeconds(1));

        assertThat(bounds.restAfter(duration(took), waitingBytes)).isEqualTo(duration(rest));
    }

    private static Duration duration(String text) {
        return text.endsWith("ms")
                ? Duration.ofMillis(Long.parseLong(text.replace("ms", "")))
                : Duration.ofSeconds(Long.parseLong(text.replace("s", "")));
    }
}
