package dev.meterlark.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.Collections;
import java.util.List;

/** Floors of sandboxes by time of day and week. */
class KeepWarmTests {

    private static final KeepWarm OFFICE =
            KeepWarm.parse("1;MONDAY,TUESDAY|08:00|18:00|Europe/Berlin|4");
    private static final KeepWarm NIGHT = KeepWarm.parse("0;FRIDAY|22:00|06:00|Europe/Berlin|2");

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T06:59:59Z, 1",
        "2026-11-23T07:00:00Z, 4",
        "2026-11-23T16:59:59Z, 4",
        "2026-11-23T17:00:00Z, 1",
        "2026-11-25T12:00:00Z, 1",
        "2026-07-06T06:00:00Z, 4",
    })
    void aWindowHoldsFromItsBeginningToBeforeItsEndInItsOwnZone(Instant now, int kept) {
        assertThat(OFFICE.at(now)).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-27T21:00:00Z, 2",
        "2026-11-28T04:59:00Z, 2",
        "2026-11-28T05:00:00Z, 0",
        "2026-11-28T21:30:00Z, 0",
        "2026-11-27T04:00:00Z, 0",
    })
    void aWindowAcrossMidnightBelongsToTheDayOnWhichItBegins(Instant now, int kept) {
        assertThat(NIGHT.at(now)).isEqualTo(kept);
    }

    @Test
    void theHourThatTheClockSkipsShortensAWindowAndTheOneItRepeatsLengthensIt() {
        KeepWarm early = KeepWarm.parse("0;SUNDAY|02:00|03:00|Europe/Berlin|1");

        assertThat(early.at(Instant.parse("2026-03-29T01:00:00Z"))).isZero();
        assertThat(early.at(Instant.parse("2026-10-25T00:30:00Z"))).isEqualTo(1);
        assertThat(early.at(Instant.parse("2026-10-25T01:30:00Z"))).isEqualTo(1);
    }

    @Test
    void theLargestOfWhatHoldsCounts() {
        KeepWarm both = KeepWarm.parse("3;MONDAY|00:00|00:00|UTC|2;MONDAY|10:00|11:00|UTC|5");

        assertThat(both.at(Instant.parse("2026-11-23T09:00:00Z"))).isEqualTo(3);
        assertThat(both.at(Instant.parse("2026-11-23T10:00:00Z"))).isEqualTo(5);
    }

    @Test
    void itsTextReadsBackTheSame() {
        assertThat(KeepWarm.parse(OFFICE.text())).isEqualTo(OFFICE);
        assertThat(KeepWarm.parse(KeepWarm.NONE.text())).isEqualTo(KeepWarm.NONE);
    }

    @Test
    void whatIsOutOfBoundsIsRefusedWithTheValue() {
        assertThatThrownBy(() -> new KeepWarm(101, List.of())).hasMessageContaining("101");
        assertThatThrownBy(() -> new KeepWarm(-1, List.of())).hasMessageContaining("-1");
        var window = OFFICE.windows().getFirst();
        assertThatThrownBy(() -> new KeepWarm(0, Collections.nCopies(17, window)))
                .hasMessageContaining("17");
    }
}
