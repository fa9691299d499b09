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
        assertThat(Worth.callsPerSecond(unknown, 60_000))
                .isGreaterThan(Worth.callsPerSecond(unknown, 61_000));
    }

    @Test
    void aTickThatIsDueIsWorthMoreThanOneThatIsFarAndOneThatIsOverIsWorthLittle() {
        var everyQuarter = new IdleTimes();
        for (int i = 0; i < 20; i++) {
            everyQuarter.add(Duration.ofMinutes(15).toMillis());
        }

        double early = Worth.callsPerSecond(everyQuarter, minutes(1));
        double due = Worth.callsPerSecond(everyQuarter, minutes(12));
        double over = Worth.callsPerSecond(everyQuarter, minutes(40));
        assertThat(due).isGreaterThan(2 * early);
        assertThat(over).isLessThan(early / 2);
    }

    @Test
    void oneThatIsCalledEverySecondIsWorthMoreThanOneThatIsCalledEveryMinute() {
        var often = new IdleTimes();
        var seldom = new IdleTimes();
        for (int i = 0; i < 50; i++) {
            often.add(1_500);
            seldom.add(60_000);
        }

        assertThat(Worth.callsPerSecond(often, 500))
                .isGreaterThan(10 * Worth.callsPerSecond(seldom, 500));
    }

    private static long minutes(int minutes) {
        return Duration.ofMinutes(minutes).toMillis();
    }
}
