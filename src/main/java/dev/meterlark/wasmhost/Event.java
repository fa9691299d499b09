package dev.meterlark.wasmhost;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One event as the Runtime API hands it over; header names are in small letters. */
record Event(Map<String, String> headers, byte[] body) {

    String requestId() {
        return headers.getOrDefault("lambda-runtime-aws-request-id", "");
    }

    @Nullable String traceId() {
        return headers.get("lambda-runtime-trace-id");
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
