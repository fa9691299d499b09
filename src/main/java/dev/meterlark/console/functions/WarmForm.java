package dev.meterlark.console.functions;

import dev.meterlark.function.WarmWish;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What was typed about sandboxes that are kept ready; kept as text, so that the form shows it
 * again.
 *
 * @param sandboxes at any time
 * @param revision that the function had when the form was shown
 */
record WarmForm(
        @Nullable String sandboxes,
        @Nullable List<@Nullable Window> windows,
        @Nullable String revision) {

    private static final int LETTERS = 3;

    /** {@code MON} to {@code SUN}. */
    static final List<String> DAYS =
            Arrays.stream(DayOfWeek.values()).map(day -> day.name().substring(0, LETTERS)).toList();

    /**
     * @param days none for all
     * @param sandboxes blank in a row that is not used
     */
    record Window(
            @Nullable List<String> days,
            @Nullable String from,
            @Nullable String to,
            @Nullable String timeZone,
            @Nullable String sandboxes) {

        static final Window BLANK = new Window(List.of(), "08:00", "18:00", "UTC", "");

        public boolean on(String day) {
            return days != null && days.contains(day);
        }

        private boolean isUsed() {
            return sandboxes != null && !sandboxes.isBlank();
        }

        private WarmWish.Window wish() {
            return new WarmWish.Window(
                    days == null || days.isEmpty() ? null : days,
                    from,
                    to,
                    timeZone == null || timeZone.isBlank() ? null : timeZone.strip(),
                    number(sandboxes));
        }

        private static Window of(WarmWish.Window window) {
            List<String> days = window.days();
            return new Window(
                    days == null || days.size() == DAYS.size() ? List.of() : days,
                    window.from(),
                    window.to(),
                    window.timeZone(),
                    Objects.toString(window.sandboxes(), "0"));
        }
    }

    static WarmForm of(WarmWish wish, @Nullable String revision) {
        List<@Nullable Window> windows = new ArrayList<>();
        if (wish.windows() != null) {
            wish.windows().stream()
                    .filter(Objects::nonNull)
                    .forEach(each -> windows.add(Window.of(each)));
        }
        return new WarmForm(Objects.toString(wish.sandboxes(), "0"), windows, revision);
    }

    /** Those that there are, and a blank one behind them. */
    public List<Window> rows() {
        List<Window> rows = new ArrayList<>();
        if (windows != null) {
            windows.stream().filter(Objects::nonNull).filter(Window::isUsed).forEach(rows::add);
        }
        rows.add(Window.BLANK);
        return rows;
    }

    public List<String> days() {
        return DAYS;
    }

    public boolean hasWindows() {
        return rows().size() > 1;
    }

    WarmWish wish() {
        List<WarmWish.@Nullable Window> wanted = new ArrayList<>();
        List<Window> rows = rows();
        rows.subList(0, rows.size() - 1).forEach(each -> wanted.add(each.wish()));
        return new WarmWish(number(sandboxes), wanted);
    }

    private static Integer number(@Nullable String text) {
        String number = text == null || text.isBlank() ? "0" : text.strip();
        try {
            return Integer.valueOf(number);
        } catch (NumberFormatException e) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "sandboxes kept ready must be a whole number, was: " + text);
        }
    }
}
