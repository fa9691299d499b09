package dev.meterlark.console;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** How far back charts go, and by which steps: some dozens of them. */
public enum ChartRange {
    HOUR("1h", "Hour", Duration.ofHours(1), Duration.ofMinutes(1)),
    SIX_HOURS("6h", "6 hours", Duration.ofHours(6), Duration.ofMinutes(5)),
    DAY("24h", "Day", Duration.ofDays(1), Duration.ofMinutes(15)),
    WEEK("7d", "Week", Duration.ofDays(7), Duration.ofHours(1)),
    MONTH("30d", "30 days", Duration.ofDays(30), Duration.ofHours(6)),
    QUARTER("90d", "90 days", Duration.ofDays(90), Duration.ofDays(1));

    private static final Duration HOURLY_COSTS = Duration.ofDays(7);

    private final String word;
    private final String label;
    private final Duration length;
    private final Duration step;

    ChartRange(String word, String label, Duration length, Duration step) {
        this.word = word;
        this.label = label;
        this.length = length;
        this.step = step;
    }

    /** A day for a word that is none of them: an address that somebody changed still shows. */
    public static ChartRange of(String word) {
        return Arrays.stream(values())
                .filter(each -> each.word.equals(word))
                .findFirst()
                .orElse(DAY);
    }

    public static List<ChartRange> all() {
        return List.of(values());
    }

    public String word() {
        return word;
    }

    public String label() {
        return label;
    }

    public Duration step() {
        return step;
    }

    /** Whether what was paid is shown by the hour; else by the day. */
    public boolean hourlyCosts() {
        return length.compareTo(HOURLY_COSTS) <= 0;
    }

    /** The step that is not over yet is in it. */
    public Instant end(Instant now) {
        long seconds = step.toSeconds();
        return Instant.ofEpochSecond(Math.ceilDiv(now.getEpochSecond() + 1, seconds) * seconds);
    }

    public Instant begin(Instant now) {
        return end(now).minus(length);
    }
}
