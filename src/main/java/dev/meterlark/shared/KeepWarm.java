package dev.meterlark.shared;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How many sandboxes of a version are kept ready though nobody calls: always, and in windows of
 * time. Where several hold, the largest does.
 *
 * @param sandboxes at any time
 */
public record KeepWarm(int sandboxes, List<Window> windows) {

    public static final int MOST_SANDBOXES = 100;
    public static final int MOST_WINDOWS = 16;
    public static final KeepWarm NONE = new KeepWarm(0, List.of());

    public KeepWarm {
        windows = List.copyOf(windows);
        if (windows.size() > MOST_WINDOWS) {
            throw new IllegalArgumentException(
                    "at most %d windows, were: %d".formatted(MOST_WINDOWS, windows.size()));
        }
        requireCount(sandboxes);
    }

    /**
     * @param days on which it begins, as the zone counts them
     * @param to when it ends; not after {@code from} means on the next day
     */
    public record Window(
            Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId timeZone, int sandboxes) {

        public Window {
            days = Set.copyOf(days);
            if (days.isEmpty()) {
                throw new IllegalArgumentException("a window needs at least one day");
            }
            requireCount(sandboxes);
        }

        boolean holds(Instant now) {
            ZonedDateTime local = now.atZone(timeZone);
            LocalTime time = local.toLocalTime();
            DayOfWeek today = local.getDayOfWeek();
            if (from.isBefore(to)) {
                return days.contains(today) && !time.isBefore(from) && time.isBefore(to);
            }
            return days.contains(today) && !time.isBefore(from)
                    || days.contains(today.minus(1)) && time.isBefore(to);
        }

        private String text() {
            String names =
                    EnumSet.copyOf(days).stream()
                            .map(DayOfWeek::name)
                            .collect(Collectors.joining(","));
            return "%s|%s|%s|%s|%d".formatted(names, from, to, timeZone, sandboxes);
        }

        private static Window parse(String text) {
            String[] parts = text.split("\\|", -1);
            return new Window(
                    Arrays.stream(parts[0].split(","))
                            .map(DayOfWeek::valueOf)
                            .collect(Collectors.toSet()),
                    LocalTime.parse(parts[1]),
                    LocalTime.parse(parts[2]),
                    ZoneId.of(parts[3]),
                    Integer.parseInt(parts[4]));
        }
    }

    public int at(Instant now) {
        return windows.stream()
                .filter(window -> window.holds(now))
                .mapToInt(Window::sandboxes)
                .reduce(sandboxes, Math::max);
    }

    public boolean isNone() {
        return equals(NONE);
    }

    /** One line that {@link #parse} reads. */
    public String text() {
        return windows.stream()
                .map(Window::text)
                .collect(Collectors.joining(";", sandboxes + ";", ""));
    }

    public static KeepWarm parse(String text) {
        String[] parts = text.split(";");
        return new KeepWarm(
                Integer.parseInt(parts[0]),
                Arrays.stream(parts).skip(1).map(Window::parse).toList());
    }

    private static void requireCount(int sandboxes) {
        if (sandboxes < 0 || sandboxes > MOST_SANDBOXES) {
            throw new IllegalArgumentException(
                    "sandboxes must be 0 to %d, was: %d".formatted(MOST_SANDBOXES, sandboxes));
        }
    }
}
