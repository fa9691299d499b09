package dev.meterlark.console.calls;

import dev.meterlark.console.TypedTime;
import dev.meterlark.telemetry.CallQuery;
import dev.meterlark.telemetry.CallStatus;

import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which calls a page lists, as its form and its address say it.
 *
 * @param status {@code failed} for those alone
 * @param from and to as a field for date and time has them, in UTC
 */
record CallForm(
        @Nullable String status,
        @Nullable String from,
        @Nullable String to,
        @Nullable String cursor) {

    private static final int SHOWN = 50;
    private static final String FAILED = "failed";

    CallQuery query() {
        return new CallQuery(
                some(cursor).isEmpty() ? null : cursor,
                SHOWN,
                isFailed() ? CallStatus.FAILED : null,
                TypedTime.of("From", from),
                TypedTime.of("To", to));
    }

    public boolean isFailed() {
        return FAILED.equals(status);
    }

    /** Whether days or hours are chosen. */
    public boolean isDated() {
        return !(some(from) + some(to)).isEmpty();
    }

    /** Whether what comes belongs to it. */
    boolean isLive() {
        return !isDated() && some(cursor).isEmpty();
    }

    /** The address of the same calls from a place on. */
    String older(String path, String place) {
        return address(path, isFailed(), place);
    }

    /** The address of the same time, from its newest call on. */
    String address(String path, boolean failed) {
        return address(path, failed, "");
    }

    private String address(String path, boolean failed, String place) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("status", failed ? FAILED : "");
        all.put("from", some(from));
        all.put("to", some(to));
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
