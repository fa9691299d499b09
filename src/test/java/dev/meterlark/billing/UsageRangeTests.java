package dev.meterlark.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;

class UsageRangeTests {

    @ParameterizedTest
    @CsvSource({
        // month to date
        ",, 2026-11-23T12:00:00Z, 2026-11-01T00:00:00Z, 2026-11-23T12:00:00Z",
        // at the first instant of a month there is only the month before
        ",, 2026-11-01T00:00:00Z, 2026-10-01T00:00:00Z, 2026-11-01T00:00:00Z",
        ",, 2024-03-01T00:00:00Z, 2024-02-01T00:00:00Z, 2024-03-01T00:00:00Z",
        ", 2026-11-01, 2026-12-24T00:00:00Z, 2026-10-01T00:00:00Z, 2026-11-01T00:00:00Z",
        "2026-11-20,, 2026-11-23T12:00:00Z, 2026-11-20T00:00:00Z, 2026-11-23T12:00:00Z",
        "2026-10-31, 2026-11-01, 2026-12-24T00:00:00Z, 2026-10-31T00:00:00Z, 2026-11-01T00:00:00Z",
        "2024-02-29, 2024-03-01, 2026-12-24T00:00:00Z, 2024-02-29T00:00:00Z, 2024-03-01T00:00:00Z",
        "2026-11-01T10:30:00Z, 2026-11-01T12:00:00+01:00, 2026-12-24T00:00:00Z,"
                + " 2026-11-01T10:30:00Z, 2026-11-01T11:00:00Z",
        "2025-10-20, 2026-11-24, 2026-12-24T00:00:00Z, 2025-10-20T00:00:00Z, 2026-11-24T00:00:00Z",
    })
    void datesAreMidnightsInUtcAndTheDefaultIsTheMonthToDate(
            @Nullable String from,
            @Nullable String to,
            Instant now,
            Instant expectedFrom,
            Instant expectedTo) {
        assertThat(UsageRange.of(from, to, now))
                .isEqualTo(new UsageRange(expectedFrom, expectedTo));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "yesterday | | from must be a date such as 2026-11-01 or an instant such as"
                        + " 2026-11-01T12:00:00Z, was: yesterday",
                "2026-02-29 | | from must be a date such as 2026-11-01 or an instant such as"
                        + " 2026-11-01T12:00:00Z, was: 2026-02-29",
                "2026-11-01T25:00:00Z | | from must be a date such as 2026-11-01 or an instant such"
                        + " as 2026-11-01T12:00:00Z, was: 2026-11-01T25:00:00Z",
                "'' | | from must be a date such as 2026-11-01 or an instant such as"
                        + " 2026-11-01T12:00:00Z, was: ",
                "| 01.11.2026 | to must be a date such as 2026-11-01 or an instant such as"
                        + " 2026-11-01T12:00:00Z, was: 01.11.2026",
                "2026-11-02 | 2026-11-01 | from must be before to, was: from 2026-11-02T00:00:00Z,"
                        + " to 2026-11-01T00:00:00Z",
                "2026-11-01 | 2026-11-01 | from must be before to, was: from 2026-11-01T00:00:00Z,"
                        + " to 2026-11-01T00:00:00Z",
                "2025-10-20 | 2026-11-25 | from and to must be at most 400 days apart, was: from"
                        + " 2025-10-20T00:00:00Z, to 2026-11-25T00:00:00Z",
                "1999-12-31 | | from must lie between 2000-01-01T00:00:00Z and"
                        + " 3000-01-01T00:00:00Z, was: 1999-12-31T00:00:00Z",
                "| +999999999-12-31 | to must lie between 2000-01-01T00:00:00Z and"
                        + " 3000-01-01T00:00:00Z, was: +999999999-12-31T00:00:00Z",
            })
    void whatIsNoRangeIsRefusedWithItsValue(
            @Nullable String from, @Nullable String to, String message) {
        assertThatThrownBy(() -> UsageRange.of(from, to, Instant.parse("2026-11-23T12:00:00Z")))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ErrorCode.REQUEST_INVALID);
                            assertThat(e.publicText().strip()).isEqualTo(message.strip());
                        });
    }
}
