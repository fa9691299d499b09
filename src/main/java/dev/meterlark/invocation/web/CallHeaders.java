package dev.meterlark.invocation.web;

import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.invocation.SpanContext;
import dev.meterlark.shared.InvocationId;

import jakarta.servlet.http.HttpServletResponse;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** What an answer says of its call, beside the function's own bytes; on failures too. */
final class CallHeaders {

    /** Those that {@link #of} gives, for a {@code Trailer} header. */
    static final String NAMES =
            "Meterlark-Invocation-Id, Meterlark-Billed-Ms, Meterlark-Price, Meterlark-Cold-Start,"
                    + " Meterlark-Version, Server-Timing, traceparent";

    private final Function<InvocationId, SpanContext> spans;

    /**
     * @param spans where a call stands in its trace
     */
    CallHeaders(Function<InvocationId, SpanContext> spans) {
        this.spans = spans;
    }

    /** Of a call that is only accepted. */
    void write(InvocationId id, HttpServletResponse response) {
        response.setHeader("Meterlark-Invocation-Id", id.toString());
        response.setHeader("traceparent", spans.apply(id).traceparent());
    }

    void write(InvocationRecord record, HttpServletResponse response) {
        of(record).forEach(response::setHeader);
    }

    Map<String, String> of(InvocationRecord record) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Meterlark-Invocation-Id", record.invocation().toString());
        headers.put("Meterlark-Billed-Ms", Long.toString(record.billedMillis()));
        headers.put("Meterlark-Price", record.price().toString());
        headers.put("Meterlark-Cold-Start", Boolean.toString(record.cold()));
        headers.put("Meterlark-Version", record.version());
        headers.put("Server-Timing", phases(record));
        headers.put("traceparent", spans.apply(record.invocation()).traceparent());
        return headers;
    }

    /**
     * The bytes are a tenant's and the origin is the console's: whatever they say they are, they
     * run nothing here.
     */
    static void harmless(HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", "sandbox");
        response.setHeader("X-Content-Type-Options", "nosniff");
    }

    private static String phases(InvocationRecord record) {
        return "queued;dur=%s, start;dur=%s, init;dur=%s, run;dur=%s"
                .formatted(
                        millis(record.queuedMicros()),
                        millis(record.startMicros()),
                        millis(record.initMicros()),
                        millis(record.runMicros()));
    }

    private static String millis(long micros) {
        return BigDecimal.valueOf(micros, 3).toPlainString();
    }
}
