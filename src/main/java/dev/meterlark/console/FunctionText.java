package dev.meterlark.console;

import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;

/**
 * Text that came from a function, made fit for a page: bounded, without terminal sequences, and
 * without characters that reorder or hide what stands beside them. Escaping is the page's part.
 */
public final class FunctionText {

    /** More of one text than this is not put on a page. */
    public static final int LONGEST = 64 * 1024;

    /**
     * Terminal sequences: CSI (colours, cursor), OSC (links, titles) up to its end, and the
     * two-character ones.
     */
    private static final Pattern TERMINAL =
            Pattern.compile(
                    "\\x1b(?:\\[[0-?]*["
                            + " -/]*[@-~]|\\][^\\x07\\x1b]*(?:\\x07|\\x1b\\\\)?|[@-Z\\\\^_])");

    /** Controls other than tab and line feed, and those that turn the direction of writing. */
    private static final Pattern UNFIT =
            Pattern.compile(
                    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]");

    private FunctionText() {}

    public static String plain(String text) {
        String bounded = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        String lines = TERMINAL.matcher(bounded).replaceAll("").replace("\r\n", "\n");
        return UNFIT.matcher(lines).replaceAll("\ufffd");
    }

    public static @Nullable String plainOrNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : plain(text);
    }

    /** What to say when a text was longer than what is shown; null when all of it is. */
    public static @Nullable String cut(long bytes, long shown) {
        return bytes <= shown
                ? null
                : "The first %s of %s are shown.".formatted(Show.bytes(shown), Show.bytes(bytes));
    }
}
