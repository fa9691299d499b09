package dev.meterlark.console.functions;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time, as people type them: {@code 90 s}, {@code 15 min}, {@code 6 h}, {@code 2 d}. */
final class Span {

    private static final Pattern FORM =
            Pattern.compile("([0-9]{1,9})\\s*(s|sec|m|min|h|d|seconds|minutes|hours|days)?");
    private static final int MINUTE = 60;
    private static final int HOUR = 3_600;
    private static final int DAY = 86_400;

    private Span() {}

    /** In the largest unit that it is whole in. */
    static String words(long seconds) {
        if (seconds > 0 && seconds % DAY == 0) {
            return seconds / DAY + " d";
        }
        if (seconds > 0 && seconds % HOUR == 0) {
            return seconds / HOUR + " h";
        }
        return seconds > 0 && seconds % MINUTE == 0 ? seconds / MINUTE + " min" : seconds + " s";
    }

    /**
     * A number alone is of seconds.
     *
     * @param name of the field
     * @return seconds; null for a blank text
     */
    static @Nullable Long parse(String name, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "%s is a length of time, as in 90 s, 15 min, 6 h or 2 d; was: %s"
                            .formatted(name, text.length() > 40 ? text.substring(0, 40) : text));
        }
        String unit = form.group(2) == null ? "s" : form.group(2);
        return Long.parseLong(form.group(1))
                * switch (unit.charAt(0)) {
                    case 'm' -> MINUTE;
                    case 'h' -> HOUR;
                    case 'd' -> DAY;
                    default -> 1;
                };
    }
}
