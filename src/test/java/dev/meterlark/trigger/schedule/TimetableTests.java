package dev.meterlark.trigger.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;

/** Golden cases, computed by hand from what the zones' laws say. */
class TimetableTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # 29 March 2026, 02:00 becomes 03:00 at 01:00Z
                    Europe/Berlin | 30 2 * * * | 2026-03-28T00:00:00Z | R 2026-03-28T01:30:00Z, L 2026-03-29T01:30:00Z, R 2026-03-30T00:30:00Z
                    # 25 October 2026, 03:00 becomes 02:00 at 01:00Z
                    Europe/Berlin | 30 2 * * * | 2026-10-24T12:00:00Z | R 2026-10-25T00:30:00Z, D 2026-10-25T01:30:00Z, R 2026-10-26T01:30:00Z
                    Europe/Berlin | 0 3 * * * | 2026-10-24T12:00:00Z | R 2026-10-25T02:00:00Z, R 2026-10-26T02:00:00Z, R 2026-10-27T02:00:00Z
                    Europe/Berlin | 0 * * * * | 2026-03-28T23:59:00Z | R 2026-03-29T00:00:00Z, L 2026-03-29T01:00:00Z, R 2026-03-29T01:00:00Z, R 2026-03-29T02:00:00Z
                    Europe/Berlin | 0 * * * * | 2026-10-24T23:30:00Z | R 2026-10-25T00:00:00Z, D 2026-10-25T01:00:00Z, R 2026-10-25T02:00:00Z
                    # 8 March 2026, 02:00 becomes 03:00 at 07:00Z
                    America/New_York | 30 2 * * * | 2026-03-07T12:00:00Z | L 2026-03-08T07:30:00Z, R 2026-03-09T06:30:00Z
                    # 1 November 2026, 02:00 becomes 01:00 at 06:00Z
                    America/New_York | 30 1 * * * | 2026-10-31T12:00:00Z | R 2026-11-01T05:30:00Z, D 2026-11-01T06:30:00Z, R 2026-11-02T06:30:00Z
                    # Friday, 24 April 2026, midnight becomes 01:00 at 22:00Z the day before
                    Africa/Cairo | 0 0 * * * | 2026-04-22T23:00:00Z | L 2026-04-23T22:00:00Z, R 2026-04-24T21:00:00Z, R 2026-04-25T21:00:00Z
                    Africa/Cairo | 0 8 * * * | 2026-04-23T12:00:00Z | R 2026-04-24T05:00:00Z, R 2026-04-25T05:00:00Z
                    # Thursday, 29 October 2026, midnight becomes 23:00 at 21:00Z
                    Africa/Cairo | 30 23 * * * | 2026-10-29T12:00:00Z | R 2026-10-29T20:30:00Z, D 2026-10-29T21:30:00Z, R 2026-10-30T21:30:00Z
                    Africa/Cairo | 0 0 * * * | 2026-10-29T12:00:00Z | R 2026-10-29T22:00:00Z, R 2026-10-30T22:00:00Z
                    # Sunday, 29 March 2026, midnight becomes 01:00 at 22:00Z the day before
                    Asia/Beirut | 15 0 * * * | 2026-03-28T12:00:00Z | L 2026-03-28T22:15:00Z, R 2026-03-29T21:15:00Z
                    # Sunday, 4 October 2026, 02:00 becomes 02:30 at 15:30Z the day before
                    Australia/Lord_Howe | 15 2 * * * | 2026-10-03T12:00:00Z | L 2026-10-03T15:45:00Z, R 2026-10-04T15:15:00Z
                    Australia/Lord_Howe | 30 2 * * * | 2026-10-03T12:00:00Z | R 2026-10-03T15:30:00Z, R 2026-10-04T15:30:00Z
                    # Sunday, 5 April 2026, 02:00 becomes 01:30 at 15:00Z the day before
                    Australia/Lord_Howe | 45 1 * * * | 2026-04-04T12:00:00Z | R 2026-04-04T14:45:00Z, D 2026-04-04T15:15:00Z, R 2026-04-05T15:15:00Z
                    """)
    void whereClocksAreChangedATickIsLeptOverOrComesOnce(
            String zone, String expression, Instant after, String expected) {
        int most = expected.split(",").length;
        List<Tick> ticks =
                of(expression, zone).between(after, Instant.parse("2030-01-01T00:00:00Z"), most);

        assertThat(
                        ticks.stream()
                                .map(TimetableTests::text)
                                .limit(most)
                                .collect(Collectors.joining(", ")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0 12 29 2 * | 2026-01-01T00:00:00Z | 2028-02-29T12:00:00Z, 2032-02-29T12:00:00Z
                    0 12 29 2 * | 2097-01-01T00:00:00Z | 2104-02-29T12:00:00Z
                    0 0 31 * * | 2026-01-31T00:00:00Z | 2026-03-31T00:00:00Z, 2026-05-31T00:00:00Z
                    0 0 30 * * | 2026-01-30T00:00:00Z | 2026-03-30T00:00:00Z, 2026-04-30T00:00:00Z
                    0 0 29 * * | 2026-01-29T00:00:00Z | 2026-03-29T00:00:00Z
                    0 0 L * * | 2026-01-31T00:00:00Z | 2026-02-28T00:00:00Z, 2026-03-31T00:00:00Z
                    0 0 L-2 * * | 2028-02-01T00:00:00Z | 2028-02-27T00:00:00Z, 2028-03-29T00:00:00Z
                    0 0 LW * * | 2026-05-01T00:00:00Z | 2026-05-29T00:00:00Z, 2026-06-30T00:00:00Z
                    0 0 1W * * | 2026-07-31T00:00:00Z | 2026-08-03T00:00:00Z, 2026-09-01T00:00:00Z
                    0 0 15W * * | 2026-08-01T00:00:00Z | 2026-08-14T00:00:00Z, 2026-09-15T00:00:00Z
                    59 23 31 12 * | 2026-11-26T00:00:00Z | 2026-12-31T23:59:00Z, 2027-12-31T23:59:00Z
                    0 0 1 1 * | 2026-12-31T23:59:59Z | 2027-01-01T00:00:00Z
                    @monthly | 2026-12-15T00:00:00Z | 2027-01-01T00:00:00Z
                    0 0 13 * FRI | 2026-11-01T00:00:00Z | 2026-11-06T00:00:00Z, 2026-11-13T00:00:00Z, 2026-11-20T00:00:00Z, 2026-11-27T00:00:00Z, 2026-12-04T00:00:00Z, 2026-12-11T00:00:00Z, 2026-12-13T00:00:00Z
                    0 0 0 13 * FRI | 2026-11-01T00:00:00Z | 2026-11-13T00:00:00Z, 2027-08-13T00:00:00Z
                    */20 * * * * * | 2026-11-26T10:00:00.5Z | 2026-11-26T10:00:20Z, 2026-11-26T10:00:40Z, 2026-11-26T10:01:00Z
                    0 9 * * MON-FRI | 2026-11-27T10:00:00Z | 2026-11-30T09:00:00Z
                    0 9 * * FRI-SUN | 2026-11-28T10:00:00Z | 2026-11-29T09:00:00Z, 2026-12-04T09:00:00Z
                    0 9 * * 7 | 2026-11-26T00:00:00Z | 2026-11-29T09:00:00Z
                    cron(0 9 ? * 1 *) | 2026-11-26T00:00:00Z | 2026-11-29T09:00:00Z
                    cron(0 9 ? * FRI#3 *) | 2026-11-01T00:00:00Z | 2026-11-20T09:00:00Z, 2026-12-18T09:00:00Z
                    cron(0 9 ? * 6L *) | 2026-11-01T00:00:00Z | 2026-11-27T09:00:00Z, 2026-12-25T09:00:00Z
                    cron(0/15 9-10 ? * MON 2026) | 2026-12-28T09:30:00Z | 2026-12-28T09:45:00Z, 2026-12-28T10:00:00Z, 2026-12-28T10:15:00Z, 2026-12-28T10:30:00Z, 2026-12-28T10:45:00Z
                    at(2026-12-24T08:00) | 2026-11-26T00:00:00Z | 2026-12-24T08:00:00Z
                    """)
    void theseAreTheInstantsOfAnExpression(String expression, Instant after, String expected) {
        List<Instant> firing = of(expression, "UTC").firing(after, expected.split(",").length);

        assertThat(firing.stream().map(Instant::toString).collect(Collectors.joining(", ")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0 0 30 2 *",
        "0 0 31 4 *",
        "cron(0 12 29 2 ? 2027)",
        "cron(0 0 1 1 ? 1999)",
        "0 0 31 FEB *"
    })
    void whatNeverComesHasNoInstants(String expression) {
        assertThat(of(expression, "UTC").next(Instant.parse("2026-11-26T00:00:00Z"))).isNull();
    }

    @Test
    void aRateCountsSecondsAndKnowsNoClocks() {
        Timetable daily = of("rate(1 day)", "Europe/Berlin", "2026-03-28T12:00:00Z", null, null);

        assertThat(daily.firing(Instant.parse("2026-03-28T12:00:00Z"), 2))
                .containsExactly(
                        Instant.parse("2026-03-29T12:00:00Z"),
                        Instant.parse("2026-03-30T12:00:00Z"));
    }

    @Test
    void aRateWithAStartBeginsWithIt() {
        Timetable fromStart =
                of(
                        "rate(5 minutes)",
                        "UTC",
                        "2026-12-01T00:00:00Z",
                        "2026-12-01T00:00:00Z",
                        "2026-12-01T00:10:00Z");

        assertThat(fromStart.firing(Instant.parse("2026-11-26T00:00:00Z"), 10))
                .containsExactly(
                        Instant.parse("2026-12-01T00:00:00Z"),
                        Instant.parse("2026-12-01T00:05:00Z"),
                        Instant.parse("2026-12-01T00:10:00Z"));
    }

    @Test
    void whatIsLeptOverStaysWithTheInstantOfTheLeap() {
        Timetable every = of("*/15 * * * *", "Europe/Berlin");

        List<Tick> one =
                every.between(
                        Instant.parse("2026-03-29T00:50:00Z"),
                        Instant.parse("2026-03-30T00:00:00Z"),
                        1);

        assertThat(one)
                .hasSize(5)
                .extracting(Tick::moment)
                .containsOnly(Instant.parse("2026-03-29T01:00:00Z"));
    }

    @Test
    void aYearOfEverySecondIsCountedOut() {
        Timetable every = of("* * * * * *", "UTC");
        Instant from = Instant.parse("2026-01-01T00:00:00Z");

        assertThat(every.between(from, from.plus(Duration.ofHours(1)), 10_000)).hasSize(3_600);
    }

    static Timetable of(String expression, String zone) {
        return of(expression, zone, "2026-01-01T00:00:00Z", null, null);
    }

    private static Timetable of(
            String expression,
            String zone,
            String anchor,
            @Nullable String start,
            @Nullable String end) {
        return new Timetable(
                Expression.parse(expression),
                ZoneId.of(zone),
                Instant.parse(anchor),
                start == null ? null : Instant.parse(start),
                end == null ? null : Instant.parse(end));
    }

    private static String text(Tick tick) {
        String kind =
                switch (tick.kind()) {
                    case REGULAR -> "R";
                    case REPEATED -> "D";
                    case LEAPT_OVER -> "L";
                };
        return kind + " " + tick.at();
    }
}
