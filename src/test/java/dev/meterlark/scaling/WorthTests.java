package dev.meterlark.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class WorthTests {

    private final IdleTimes unknown = new IdleTimes();

    @Test
    void whatTakesMoreMemoryIsWorthLessAndWhatStartsSlowlyMore() {
        Duration idle = Duration.ofMinutes(1);

        assertThat(Worth.of(unknown, idle, 100, 128))
                .isGreaterThan(Worth.of(unknown, idle, 100, 256));
        assertThat(Worth.of(unknown, idle, 900, 128))
                .isGreaterThan(Worth.of(unknown, idle, 100, 128));
    }

    @Test
    void ofTwoUnknownOnesTheOneUnusedForLongerIsWorthLess() {
        assertThat(Worth.likelihood(unknown, 60_000))
                .isGreaterThan(Worth.likelihood(unknown, 61_000));
    }

    @Test
    void aTickThatIsDueIsLikelyAndOneThatIsOverIsNot() {
        var everyQuarter = new IdleTimes();
        for (int i = 0; i < 20; i++) {
            everyQuarter.add(Duration.ofMinutes(15).toMillis());
        }

        assertThat(Worth.likelihood(everyQuarter, minutes(1))).isLessThan(0.1);
        assertThat(Worth.likelihood(everyQuarter, minutes(12))).isGreaterThan(0.9);
        assertThat(Worth.likelihood(everyQuarter, minutes(40))).isLessThan(0.2);
    }

    private static long minutes(int minutes) {
        return Duration.ofMinutes(minutes).toMillis();
    }
}
