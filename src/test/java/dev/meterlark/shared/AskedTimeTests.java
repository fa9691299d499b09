package dev.meterlark.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Instant;

class AskedTimeTests {

    private static final Instant MIDNIGHT = Instant.parse("2026-11-01T00:00:00Z");

    @Test
    void aDateIsItsMidnightInUtcAndAnInstantIsItself() {
        assertThat(AskedTime.parse("from", "2026-11-01")).isEqualTo(MIDNIGHT);
        assertThat(AskedTime.parse("from", "2026-11-01T02:00:00+02:00")).isEqualTo(MIDNIGHT);
    }

    @Test
    void whatIsNeitherIsRefusedWithItsBeginning() {
        assertThatThrownBy(() -> AskedTime.parse("from", "x".repeat(10_000)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("from must be a date such as 2026-11-01")
                .hasMessageEndingWith("was: " + "x".repeat(60) + "…");
    }

    @Test
    void timesBeyondEveryCalendarAreRefused() {
        AskedTime.requireKnown("to", MIDNIGHT);

        assertThatThrownBy(() -> AskedTime.requireKnown("to", Instant.MAX))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("to must lie between");
    }
}
