package dev.meterlark.telemetry.metrics;

import dev.meterlark.shared.AskedTime;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Steps of one length, from one that lies on or before the beginning that was asked for to one that
 * holds the end. Steps begin where whole ones since 1970 do, in UTC.
 */
public record MetricRange(Instant from, Instant to, Duration step) {

    /** What one answer holds. */
    public static final int MOST_POINTS = 1500;

    private static final Duration USUAL = Duration.ofDays(1);

    /** What a chart some hundred pixels wide can show, and people can read. */
    private static final int WANTED_POINTS = 100;

    private static final List<Duration> STEPS =
            List.of(
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(15),
                    Duration.ofHours(1),
                    Duration.ofHours(3),
                    Duration.ofHours(6),
                    Duration.ofDays(1));

    private static final Duration LONGEST_STEP = STEPS.getLast();

    public MetricRange {
        if (!STEPS.contains(step)) {
            throw refused(
                    "step must be one of 1m, 5m, 15m, 1h, 3h, 6h, 1d, was: %s".formatted(step));
        }
        AskedTime.requireKnown("from", from);
        AskedTime.requireKnown("to", to);
        if (!from.isBefore(to)) {
            throw refused("from must be before to, was: from %s, to %s".formatted(from, to));
        }
        long length = step.toSeconds();
        from = Instant.ofEpochSecond(Math.floorDiv(from.getEpochSecond(), length) * length);
        to = Instant.ofEpochSecond(Math.ceilDiv(upToWhole(to), length) * length);
        if (Duration.between(from, to).dividedBy(step) > MOST_POINTS) {
            throw refused(
                    "a series has at most %d steps; ask for longer ones, or for less time"
                            .formatted(MOST_POINTS));
        }
    }

    /** With the shortest step that leaves a chart readable. */
    public static MetricRange readable(Instant from, Instant to) {
        return new MetricRange(from, to, readableStep(Duration.between(from, to)));
    }

    /**
     * As asked for: dates, their midnight in UTC, or instants, and a step such as {@code 5m}.
     * Without to it ends now, without from it is a day long, without a step that is readable.
     *
     * @throws RefusedException when a value cannot be read or the range is no range
     */
    public static MetricRange of(
            @Nullable String from, @Nullable String to, @Nullable String step, Instant now) {
        Instant end = to == null ? now : AskedTime.parse("to", to);
        Instant begin = from == null ? end.minus(USUAL) : AskedTime.parse("from", from);
        return step == null ? readable(begin, end) : new MetricRange(begin, end, duration(step));
    }

    public int steps() {
        return (int) Duration.between(from, to).dividedBy(step);
    }

    /** Which step an instant within lies in. */
    public int stepOf(Instant at) {
        return (int) Duration.between(from, at).dividedBy(step);
    }

    public Instant at(int index) {
        return from.plus(step.multipliedBy(index));
    }

    private static long upToWhole(Instant at) {
        return at.getNano() == 0 ? at.getEpochSecond() : at.getEpochSecond() + 1;
    }

    private static Duration readableStep(Duration range) {
        return STEPS.stream()
                .filter(step -> range.dividedBy(step) <= WANTED_POINTS)
                .findFirst()
                .orElse(LONGEST_STEP);
    }

    private static Duration duration(String text) {
        return STEPS.stream()
                .filter(step -> shown(step).equals(text))
                .findFirst()
                .orElseThrow(
                        () ->
                                refused(
                                        "step must be one of 1m, 5m, 15m, 1h, 3h, 6h, 1d, was: %s"
                                                .formatted(cut(text))));
    }

    /** As {@code of} reads it. */
    public static String shown(Duration step) {
        long minutes = step.toMinutes();
        if (minutes % (24 * 60) == 0) {
            return minutes / (24 * 60) + "d";
        }
        return minutes % 60 == 0 ? minutes / 60 + "h" : minutes + "m";
    }

    private static String cut(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    private static RefusedException refused(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}
