package dev.meterlark.trigger.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class PaceTests {

    private static final Duration LEAST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Pace pace = new Pace(LEAST, LONGEST);

    @Test
    void fewTicksArePutIntoTheQueueShortlyBeforeTheirTime() {
        assertThat(pace.ahead(0)).isEqualTo(LEAST);
        assertThat(pace.ahead(1_000)).isEqualTo(LEAST);
    }

    @Test
    void manyHaveTwiceTheTimeThatTheyTakeAndNoMoreThanTheLongest() {
        pace.went(500, Duration.ofSeconds(1));

        assertThat(pace.ahead(10_000)).isEqualTo(Duration.ofSeconds(40));
        assertThat(pace.ahead(1_000_000)).isEqualTo(LONGEST);
    }

    @Test
    void theLeadFollowsHowFastTheLastGroupsWent() {
        for (int i = 0; i < 30; i++) {
            pace.went(500, Duration.ofMillis(250));
        }
        assertThat(pace.ahead(20_000)).isCloseTo(Duration.ofSeconds(20), Duration.ofMillis(10));

        for (int i = 0; i < 30; i++) {
            pace.went(500, Duration.ofSeconds(1));
        }
        assertThat(pace.ahead(20_000)).isGreaterThan(Duration.ofSeconds(59));
    }

    @Test
    void aSmallGroupTellsNothing() {
        pace.went(1, Duration.ofSeconds(10));

        assertThat(pace.ahead(5_000)).isEqualTo(Duration.ofSeconds(20));
    }
}
