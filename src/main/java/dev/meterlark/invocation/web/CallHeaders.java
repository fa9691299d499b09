package dev.meterlark.invocation.web;

import dev.meterlark.invocation.InvocationRecord;

import jakarta.servlet.http.HttpServletResponse;

import java.math.BigDecimal;

/** What an answer says of its call, beside the function's own bytes; on failures too. */
final class CallHeaders {

    private CallHeaders() {}

    static void write(InvocationRecord record, HttpServletResponse response) {
        response.setHeader("Meterlark-Invocation-Id", record.invocation().toString());
        response.setHeader("Meterlark-Billed-Ms", Long.toString(record.billedMillis()));
        response.setHeader("Meterlark-Price", record.price().toString());
        response.setHeader("Meterlark-Cold-Start", Boolean.toString(record.cold()));
        response.setHeader("Server-Timing", phases(record));
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
