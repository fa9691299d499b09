package dev.meterlark.telemetry;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/** How bad a line says that something is, from what says nothing of it to what is worst. */
public enum LogLevel {
    NONE,
    DEBUG,
    INFO,
    WARN,
    ERROR;

    /** In the API: {@code debug}, {@code info}, {@code warn}, {@code error}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The least that is wanted.
     *
     * @param wireName null or empty for all lines
     */
    public static LogLevel atLeast(@Nullable String wireName) {
        return switch (wireName) {
            case null -> NONE;
            case "" -> NONE;
            case "debug" -> DEBUG;
            case "info" -> INFO;
            case "warn" -> WARN;
            case "error" -> ERROR;
            default ->
                    throw new RefusedException(
                            ErrorCode.REQUEST_INVALID,
                            "level must be debug, info, warn or error, was: " + shown(wireName));
        };
    }

    LogLevel worse(LogLevel other) {
        return compareTo(other) >= 0 ? this : other;
    }

    static LogLevel stored(int ordinal) {
        return values()[Math.clamp(ordinal, 0, values().length - 1)];
    }

    private static String shown(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
