package dev.meterlark.console.calls;

import dev.meterlark.console.TypedTime;
import dev.meterlark.telemetry.CallMaking;
import dev.meterlark.telemetry.CallQuery;
import dev.meterlark.telemetry.CallStatus;

import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which calls a page lists, as its form and its address say it.
 *
 * @param status {@code failed} for those alone
 * @param from and to as a field for date and time has them, in UTC
 * @param qualifier a version, or an alias that chose it
 * @param source what made the function run
 * @param trigger id of the one that made it run
 */
record CallForm(
        @Nullable String status,
        @Nullable String from,
        @Nullable String to,
        @Nullable String qualifier,
        @Nullable String source,
        @Nullable String trigger,
        @Nullable String cursor) {

    private static final int SHOWN = 50;
    private static final String FAILED = "failed";

    private static final List<String> SOURCES =
            List.of(
                    "http",
                    "rest",
                    "lambda",
                    "console",
                    "function",
                    "pipeline",
                    "destination",
                    "replay",
                    "schedule",
                    "queue",
                    "topic",
                    "bucket",
                    "table",
                    "database",
                    "kafka",
                    "webhook");

    CallQuery query() {
        return new CallQuery(
                some(cursor).isEmpty() ? null : cursor,
                SHOWN,
                isFailed() ? CallStatus.FAILED : null,
                TypedTime.of("From", from),
                TypedTime.of("To", to),
                CallMaking.of(qualifier, source, trigger));
    }

    public boolean isFailed() {
        return FAILED.equals(status);
    }

    /** Whether days or hours are chosen. */
    public boolean isDated() {
        return !(some(from) + some(to)).isEmpty();
    }

    /** Whether some are chosen by anything but how they ended. */
    public boolean isChosen() {
        return isDated() || !(some(qualifier) + some(source) + some(trigger)).isEmpty();
    }

    /** Of one trigger; null when of all. */
    public @Nullable String ofTrigger() {
        return some(trigger).isEmpty() ? null : trigger;
    }

    /** What a call may come from; what was asked for is among them. */
    public List<String> sources() {
        if (some(source).isEmpty() || SOURCES.contains(source)) {
            return SOURCES;
        }
        return Stream.concat(SOURCES.stream(), Stream.of(source)).toList();
    }

    /** Whether what comes belongs to it. */
    boolean isLive() {
        return !isDated() && some(cursor).isEmpty();
    }

    /** The address of the same calls from a place on. */
    String older(String path, String place) {
        return address(path, isFailed(), place);
    }

    /** The address of the same choice, from its newest call on. */
    String address(String path, boolean failed) {
        return address(path, failed, "");
    }

    private String address(String path, boolean failed, String place) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("status", failed ? FAILED : "");
        all.put("from", some(from));
        all.put("to", some(to));
        all.put("qualifier", some(qualifier));
        all.put("source", some(source));
        all.put("trigger", some(trigger));
        all.put("cursor", place);
        all.values().removeIf(String::isEmpty);
        UriComponentsBuilder address = UriComponentsBuilder.fromPath(path);
        all.keySet().forEach(name -> address.queryParam(name, "{" + name + "}"));
        return address.encode().buildAndExpand(all).toUriString();
    }

    private static String some(@Nullable String text) {
        return text == null || text.isBlank() ? "" : text;
    }
}
