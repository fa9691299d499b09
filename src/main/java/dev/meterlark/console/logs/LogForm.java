package dev.meterlark.console.logs;

import dev.meterlark.console.TypedTime;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.telemetry.LogLevel;
import dev.meterlark.telemetry.LogWanted;

import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which lines a page shows, as its form and its address say it.
 *
 * @param since {@code 15m}, {@code 1h}, {@code 6h}, {@code 1d}, {@code 7d}, or empty for any time
 * @param from and to as a field for date and time has them, in UTC
 */
record LogForm(
        @Nullable String text,
        @Nullable String level,
        @Nullable String version,
        @Nullable String call,
        @Nullable String since,
        @Nullable String from,
        @Nullable String to,
        @Nullable String cursor) {

    private static final int LINES = 200;

    /** A choice of a list. */
    record Choice(String value, String name) {}

    static final List<Choice> LEVELS =
            List.of(
                    new Choice("", "Any level"),
                    new Choice("debug", "Debug and above"),
                    new Choice("info", "Info and above"),
                    new Choice("warn", "Warnings and errors"),
                    new Choice("error", "Errors"));

    static final List<Choice> TIMES =
            List.of(
                    new Choice("", "Any time"),
                    new Choice("15m", "Last 15 minutes"),
                    new Choice("1h", "Last hour"),
                    new Choice("6h", "Last 6 hours"),
                    new Choice("1d", "Last day"),
                    new Choice("7d", "Last 7 days"));

    LogWanted wanted(Instant now) {
        return new LogWanted(
                some(text),
                LogLevel.atLeast(level),
                some(version).isEmpty() ? null : version,
                invocation(),
                some(since).isEmpty()
                        ? TypedTime.of("From", from)
                        : now.minus(duration(some(since))),
                TypedTime.of("To", to),
                some(cursor).isEmpty() ? null : cursor,
                LINES);
    }

    /** Whether what is printed from now on belongs to it. */
    boolean isLive() {
        return some(cursor).isEmpty() && some(to).isEmpty() && some(call).isEmpty();
    }

    /** Whether more than the usual fields is filled in. */
    public boolean isDetailed() {
        return !(some(version) + some(call) + some(from) + some(to)).isEmpty();
    }

    public boolean isEmpty() {
        return !isDetailed() && (some(text) + some(level) + some(since) + some(cursor)).isEmpty();
    }

    /** The address of the same lines, or of others from a place on. */
    String address(String path, @Nullable String from) {
        UriComponentsBuilder address = UriComponentsBuilder.fromPath(path);
        Map<String, String> all = new LinkedHashMap<>();
        all.put("text", some(text));
        all.put("level", some(level));
        all.put("version", some(version));
        all.put("call", some(call));
        all.put("since", some(since));
        all.put("from", some(this.from));
        all.put("to", some(to));
        all.put("cursor", some(from));
        Map<String, String> values = new LinkedHashMap<>();
        all.forEach(
                (name, value) -> {
                    if (!value.isEmpty()) {
                        address.queryParam(name, "{" + name + "}");
                        values.put(name, value);
                    }
                });
        return address.encode().buildAndExpand(values).toUriString();
    }

    private @Nullable InvocationId invocation() {
        if (some(call).isEmpty()) {
            return null;
        }
        try {
            return InvocationId.parse(some(call).strip());
        } catch (IllegalArgumentException e) {
            throw refused("a call's id looks like 019ab2c4-…, this one was: " + cut(some(call)));
        }
    }

    private static Duration duration(String since) {
        return switch (since) {
            case "15m" -> Duration.ofMinutes(15);
            case "1h" -> Duration.ofHours(1);
            case "6h" -> Duration.ofHours(6);
            case "1d" -> Duration.ofDays(1);
            case "7d" -> Duration.ofDays(7);
            default -> throw refused("the time must be one of the list, was: " + cut(since));
        };
    }

    private static String some(@Nullable String text) {
        return text == null || text.isBlank() ? "" : text;
    }

    private static String cut(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    private static RefusedException refused(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}
