package dev.meterlark.worker.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

class PaceTests {

    private static final long MIB = 1 << 20;

    @ParameterizedTest
    @CsvSource({
        "0, 20, 0, 0",
        "2, 0, 0, 0",
        "2, 6, 0, 0",
        "2, 8, 0, 1000",
        "2, 8, 400, 600",
        "2, 8, 1000, 0",
        "2, 8, 9000, 0",
        "2, 20, 0, 7000",
    })
    void theFirstSixMebibytesComeAtOnceAndTheRestAtItsRate(
            long mibPerSecond, long mib, long sinceMillis, long earlyMillis) {
        var pace = new Pace(mibPerSecond * MIB);

        assertThat(pace.early(mib * MIB, Duration.ofMillis(sinceMillis)))
                .isEqualTo(Duration.ofMillis(earlyMillis));
    }
}
