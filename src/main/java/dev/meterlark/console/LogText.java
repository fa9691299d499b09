package dev.meterlark.console;

import dev.meterlark.telemetry.StoredLog;

import org.jspecify.annotations.Nullable;

/**
 * What one call printed.
 *
 * @param cut says that it is longer than what is shown; null when all of it is
 */
public record LogText(String text, @Nullable String cut) {

    public static final LogText NOTHING = new LogText("", null);

    public static LogText of(StoredLog log) {
        String all = log.text();
        long printed = log.bytes().length + log.truncatedBytes();
        boolean cut = all.length() > FunctionText.LONGEST || log.truncatedBytes() > 0;
        return new LogText(
                FunctionText.plain(all),
                cut ? "Cut: it printed %s in all.".formatted(Show.bytes(printed)) : null);
    }
}
