package dev.meterlark.function;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.KeepWarm;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * How many sandboxes a caller wants kept ready, as it is written.
 *
 * @param sandboxes at any time; null for what it was
 * @param windows null for what they were
 */
public record WarmWish(@Nullable Integer sandboxes, @Nullable List<@Nullable Window> windows) {

    private static final int DAY_LETTERS = 3;

    /**
     * @param days {@code MON} to {@code SUN}, or whole names; null for every day
     * @param from {@code 08:00}
     * @param to {@code 18:00}; not after {@code from} means on the next day
     * @param timeZone {@code Europe/Berlin}; null for UTC
     */
    public record Window(
            @Nullable List<String> days,
            @Nullable String from,
            @Nullable String to,
            @Nullable String timeZone,
            @Nullable Integer sandboxes) {

        private KeepWarm.Window read() {
            return new KeepWarm.Window(
                    readDays(),
                    time("from", from),
                    time("to", to),
                    zone(),
                    count("keepWarm.windows.sandboxes", sandboxes));
        }

        private Set<DayOfWeek> readDays() {
            if (days == null || days.isEmpty()) {
                return EnumSet.allOf(DayOfWeek.class);
            }
            Set<DayOfWeek> read = EnumSet.noneOf(DayOfWeek.class);
            days.forEach(name -> read.add(day(name)));
            return read;
        }

        private ZoneId zone() {
            try {
                return ZoneId.of(timeZone == null ? "UTC" : timeZone);
            } catch (DateTimeException e) {
                throw invalid(
                        "keepWarm.windows.timeZone is a zone's name, as in Europe/Berlin; was: "
                                + Shown.text(timeZone));
            }
        }
    }

    static WarmWish of(KeepWarm kept) {
        return new WarmWish(kept.sandboxes(), kept.windows().stream().map(WarmWish::of).toList());
    }

    private static Window of(KeepWarm.Window window) {
        return new Window(
                EnumSet.copyOf(window.days()).stream()
                        .map(day -> day.name().substring(0, DAY_LETTERS))
                        .toList(),
                window.from().toString(),
                window.to().toString(),
                window.timeZone().toString(),
                window.sandboxes());
    }

    /** What is null stays as it was before. */
    KeepWarm read(KeepWarm before) {
        int always =
                sandboxes == null ? before.sandboxes() : count("keepWarm.sandboxes", sandboxes);
        return new KeepWarm(always, windows == null ? before.windows() : read(windows));
    }

    private static List<KeepWarm.Window> read(List<@Nullable Window> wanted) {
        if (wanted.size() > KeepWarm.MOST_WINDOWS) {
            throw invalid(
                    "keepWarm.windows may be %d, were: %d"
                            .formatted(KeepWarm.MOST_WINDOWS, wanted.size()));
        }
        return wanted.stream().filter(Objects::nonNull).map(Window::read).toList();
    }

    private static int count(String name, @Nullable Integer asked) {
        int value = asked == null ? 0 : asked;
        if (value < 0 || value > KeepWarm.MOST_SANDBOXES) {
            throw invalid(
                    "%s must be 0 to %d, was: %d".formatted(name, KeepWarm.MOST_SANDBOXES, value));
        }
        return value;
    }

    private static DayOfWeek day(String name) {
        String upper = name.strip().toUpperCase(Locale.ROOT);
        return Arrays.stream(DayOfWeek.values())
                .filter(d -> d.name().equals(upper) || d.name().substring(0, 3).equals(upper))
                .findFirst()
                .orElseThrow(
                        () ->
                                invalid(
                                        "keepWarm.windows.days are MON to SUN, was: "
                                                + Shown.text(name)));
    }

    private static LocalTime time(String name, @Nullable String text) {
        try {
            return LocalTime.parse(text == null ? "" : text.strip());
        } catch (DateTimeException e) {
            throw invalid(
                    "keepWarm.windows.%s is a time of day, as in 08:00; was: %s"
                            .formatted(name, Shown.text(text)));
        }
    }

    private static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}
