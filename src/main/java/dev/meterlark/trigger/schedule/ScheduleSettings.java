package dev.meterlark.trigger.schedule;

import static java.util.Objects.requireNonNull;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Shown;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A schedule as somebody says it, with what was left out filled in.
 *
 * @param expression five cron fields, six with seconds, {@code cron(…)} as AWS has it, {@code
 *     rate(5 minutes)} or {@code at(2026-12-24T08:00)}
 * @param timeZone a name such as {@code Europe/Berlin}; usually UTC
 * @param flexibleWindow seconds over which the calls are spread behind their instant; usually 0
 * @param start no tick is before
 * @param end no tick is behind
 * @param overlap {@code allow}, {@code skip} or {@code buffer} while the call before has not ended
 * @param catchUp {@code none}, {@code last} or {@code all} of the ticks of an outage or a pause
 * @param catchUpLimit how many of them at most with {@code all}; the youngest
 * @param catchUpWindow seconds after its time until which a tick may be caught up with
 */
record ScheduleSettings(
        @Nullable String expression,
        @Nullable String timeZone,
        @Nullable Integer flexibleWindow,
        @Nullable Instant start,
        @Nullable Instant end,
        @Nullable String overlap,
        @Nullable String catchUp,
        @Nullable Integer catchUpLimit,
        @Nullable Integer catchUpWindow) {

    static final int MOST_CAUGHT_UP = 100;

    private static final int DAY = 24 * 60 * 60;
    private static final int LONGEST_WINDOW = 7 * DAY;

    ScheduleSettings {
        if (expression == null) {
            throw refused("expression is missing; it is such as rate(5 minutes) or 0 8 * * MON");
        }
        expression = expression.strip();
        Expression.parse(expression);
        timeZone = zone(timeZone == null ? "UTC" : timeZone).getId();
        start = seconds(start);
        end = seconds(end);
        flexibleWindow = within("flexibleWindow", flexibleWindow, 0, 0, DAY);
        overlap = overlap == null ? Overlap.ALLOW.wireName() : overlap;
        if (Overlap.of(overlap).isEmpty()) {
            throw refused("overlap must be allow, skip or buffer, was: " + Shown.text(overlap));
        }
        catchUp = catchUp == null ? CatchUp.LAST : catchUp;
        catchUpLimit = limit(catchUp, catchUpLimit);
        catchUpWindow = within("catchUpWindow", catchUpWindow, DAY, 60, LONGEST_WINDOW);
        if (start != null && end != null && !end.isAfter(start)) {
            throw refused("end must be behind start (%s), was: %s".formatted(start, end));
        }
    }

    /** The expression. */
    String text() {
        return requireNonNull(expression);
    }

    ZoneId zone() {
        return ZoneId.of(requireNonNull(timeZone));
    }

    /**
     * @param madeAt what a rate without a start counts from
     */
    Timetable timetable(Instant madeAt) {
        Instant anchor = start == null ? madeAt.truncatedTo(ChronoUnit.SECONDS) : start;
        return new Timetable(Expression.parse(text()), zone(), anchor, start, end);
    }

    /**
     * @throws RefusedException when nothing of it lies ahead
     */
    void requireToCome(Timetable timetable, Instant now) {
        if (end != null && !end.isAfter(now)) {
            throw refused("end must be in the future, was: " + end);
        }
        if (timetable.firing(now, 1).isEmpty()) {
            throw refused(
                    "expression %s never fires: no instant that it means lies ahead%s in %s"
                            .formatted(Shown.text(expression), bounds(), zone()));
        }
    }

    private String bounds() {
        if (start == null && end == null) {
            return "";
        }
        return start == null
                ? " and before " + end
                : " and behind " + start + (end == null ? "" : " and before " + end);
    }

    Duration flexible() {
        return Duration.ofSeconds(requireNonNull(flexibleWindow));
    }

    Overlap overlapPolicy() {
        return Overlap.of(requireNonNull(overlap)).orElseThrow();
    }

    CatchUp catchUpPolicy() {
        return new CatchUp(
                requireNonNull(catchUp),
                requireNonNull(catchUpLimit),
                Duration.ofSeconds(requireNonNull(catchUpWindow)));
    }

    /**
     * @throws RefusedException when there is no such zone
     */
    static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            String meant = like(name).map(each -> "; did you mean %s?".formatted(each)).orElse("");
            throw refused(
                    "timeZone must be a name such as Europe/Berlin or UTC, was: %s%s"
                            .formatted(Shown.text(name), meant));
        }
    }

    /** Ticks lie on whole seconds. */
    private static @Nullable Instant seconds(@Nullable Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.SECONDS);
    }

    private static Optional<String> like(String name) {
        String city = name.strip().replace(' ', '_');
        return city.length() < 3
                ? Optional.empty()
                : ZoneId.getAvailableZoneIds().stream()
                        .filter(id -> id.contains("/"))
                        .filter(
                                id ->
                                        id.equalsIgnoreCase(city)
                                                || id.substring(id.lastIndexOf('/') + 1)
                                                        .equalsIgnoreCase(city))
                        .sorted()
                        .findFirst();
    }

    /** What follows from the policy may be said wrong: whoever changes the policy sends both. */
    private static int limit(String catchUp, @Nullable Integer limit) {
        return switch (catchUp) {
            case CatchUp.NONE -> 0;
            case CatchUp.LAST -> 1;
            case CatchUp.ALL -> within("catchUpLimit", limit, MOST_CAUGHT_UP, 1, MOST_CAUGHT_UP);
            default ->
                    throw refused("catchUp must be none, last or all, was: " + Shown.text(catchUp));
        };
    }

    private static int within(
            String member, @Nullable Integer value, int usual, int least, int most) {
        if (value == null) {
            return usual;
        }
        if (value < least || value > most) {
            throw refused(
                    "%s must be %d to %d%s, was: %d"
                            .formatted(
                                    member,
                                    least,
                                    most,
                                    member.endsWith("Window") ? " seconds" : "",
                                    value));
        }
        return value;
    }

    private static RefusedException refused(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}
