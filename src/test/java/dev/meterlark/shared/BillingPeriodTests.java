package dev.meterlark.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;

class BillingPeriodTests {

    @ParameterizedTest
    @CsvSource({
        "2026-11, UTC, 2026-11-01T00:00:00Z, 2026-12-01T00:00:00Z, 720",
        "2026-12, UTC, 2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z, 744",
        "2026-02, UTC, 2026-02-01T00:00:00Z, 2026-03-01T00:00:00Z, 672",
        "2028-02, UTC, 2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z, 696",
        "2100-02, UTC, 2100-02-01T00:00:00Z, 2100-03-01T00:00:00Z, 672",
        // an hour less when summer time begins, one more when it ends
        "2026-03, Europe/Berlin, 2026-02-28T23:00:00Z, 2026-03-31T22:00:00Z, 743",
        "2026-10, Europe/Berlin, 2026-09-30T22:00:00Z, 2026-10-31T23:00:00Z, 745",
        // midnight is at half past, or a quarter to: the first whole hour behind it
        "2026-11, Asia/Kolkata, 2026-10-31T19:00:00Z, 2026-11-30T19:00:00Z, 720",
        "2026-11, Asia/Kathmandu, 2026-10-31T19:00:00Z, 2026-11-30T19:00:00Z, 720",
        // half an hour is changed there, so the border is not: 720 hours
        "2026-04, Australia/Lord_Howe, 2026-03-31T13:00:00Z, 2026-04-30T14:00:00Z, 721",
        "2026-11, Pacific/Kiritimati, 2026-10-31T10:00:00Z, 2026-11-30T10:00:00Z, 720",
    })
    void aMonthBeginsWithTheFirstWholeHourAtOrAfterItsMidnight(
            YearMonth month, ZoneId zone, Instant from, Instant to, long hours) {
        BillingPeriod period = BillingPeriod.of(month, zone);

        assertThat(period).isEqualTo(new BillingPeriod(month, from, to));
        assertThat(period.hours()).isEqualTo(hours);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTC",
                "Europe/Berlin",
                "Asia/Kolkata",
                "Asia/Kathmandu",
                "Australia/Lord_Howe",
                "America/St_Johns",
                "Africa/Cairo",
                "Pacific/Apia",
                "Pacific/Kiritimati"
            })
    void everyHourOfThirtyYearsLiesInOneMonthOnly(ZoneId zone) {
        BillingPeriod before = BillingPeriod.of(YearMonth.of(2009, 12), zone);
        for (YearMonth month = YearMonth.of(2010, 1); month.getYear() < 2040; ) {
            BillingPeriod period = BillingPeriod.of(month, zone);

            assertThat(period.from()).isEqualTo(before.to());
            assertThat(BillingPeriod.at(period.from(), zone)).isEqualTo(period);
            assertThat(BillingPeriod.at(period.from().minusNanos(1), zone)).isEqualTo(before);
            assertThat(BillingPeriod.at(period.to().minus(Duration.ofHours(1)), zone))
                    .isEqualTo(period);
            assertThat(period.contains(period.from())).isTrue();
            assertThat(period.contains(period.to())).isFalse();

            before = period;
            month = month.plusMonths(1);
        }
    }

    @Test
    void whatIsNoStretchOfWholeHoursIsNoMonth() {
        Instant from = Instant.parse("2026-11-01T00:00:00Z");

        assertThatThrownBy(() -> new BillingPeriod(YearMonth.of(2026, 11), from, from))
                .hasMessageContaining("the one before the other");
        assertThatThrownBy(
                        () ->
                                new BillingPeriod(
                                        YearMonth.of(2026, 11), from, from.plusSeconds(5400)))
                .hasMessageContaining("whole hours");
    }
}
