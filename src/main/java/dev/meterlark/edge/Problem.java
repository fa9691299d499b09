package dev.meterlark.edge;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a refusal says, as RFC 9457 has it, and our members beside: code, fault, retryable.
 *
 * @param members what it says beyond the usual, by name
 * @param headers of the answer, besides its content type
 */
record Problem(
        ErrorCode code, String detail, Map<String, Object> members, Map<String, String> headers) {

    static Problem of(ErrorCode code, String detail) {
        return new Problem(code, detail, Map.of(), Map.of());
    }

    static Problem of(RefusedException refusal) {
        Duration after = refusal.retryAfter();
        return new Problem(
                refusal.code(),
                refusal.publicText(),
                refusal.members(),
                after == null ? Map.of() : Map.of("Retry-After", seconds(after)));
    }

    Problem with(String member, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(member, value);
        return new Problem(code, detail, more, headers);
    }

    Problem withHeader(String name, @Nullable String value) {
        if (value == null) {
            return this;
        }
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Problem(code, detail, members, more);
    }

    int status() {
        return code.status();
    }

    Map<String, Object> body(String instance) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "/problems/" + code.wireName());
        body.put("title", code.title());
        body.put("status", code.status());
        body.put("detail", detail);
        body.put("instance", instance);
        body.put("code", code.wireName());
        body.put("fault", code.fault().name().toLowerCase(Locale.ROOT));
        body.put("retryable", code.retryable());
        members.forEach(body::putIfAbsent);
        return body;
    }

    /** Whole seconds, never zero: a client must not come back at once. */
    private static String seconds(Duration after) {
        return String.valueOf(Math.max(1, after.plusMillis(999).toSeconds()));
    }
}
