package dev.meterlark.ingress;

import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.invocation.SpanContext;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** The headers that are ours to say. */
final class AnswerHead {

    private static final String INVOCATION = "meterlark-invocation-id";
    private static final String BILLED = "meterlark-billed-ms";
    private static final String PRICE = "meterlark-price";
    private static final String COLD = "meterlark-cold-start";
    private static final int LONGEST_DETAIL = 300;

    private AnswerHead() {}

    static HttpHeaders of(Ask ask) {
        return of(ask, null);
    }

    /**
     * @param span of the call; null where none was begun
     */
    static HttpHeaders of(Ask ask, @Nullable SpanContext span) {
        HttpHeaders headers = Outlet.newHeaders();
        headers.add(HttpHeaderNames.DATE, Moment.of(ask.arrival()).header());
        headers.add("x-amzn-requestid", ask.id().toString());
        if (span != null) {
            headers.add("traceparent", span.traceparent());
        }
        return headers;
    }

    static HttpHeaders of(Refusal refusal) {
        HttpHeaders headers = Outlet.newHeaders();
        headers.add(HttpHeaderNames.CONTENT_TYPE, refusal.contentType());
        headers.add("x-content-type-options", "nosniff");
        headers.add(HttpHeaderNames.CACHE_CONTROL, "no-store");
        headers.add("meterlark-error", refusal.code().wireName());
        if (refusal.awsType() != null) {
            headers.add("x-amzn-errortype", refusal.awsType());
        }
        Duration after = refusal.retryAfter();
        if (after != null) {
            long seconds = Math.max(1, after.plusMillis(999).toSeconds());
            headers.add(HttpHeaderNames.RETRY_AFTER, Long.toString(seconds));
        }
        return headers;
    }

    /** What the call was; what it took and cost is for those who pay. */
    static void addCall(InvocationRecord record, Guest guest, HttpHeaders headers) {
        headers.set(INVOCATION, record.invocation().toString());
        if (guest.caller() != null) {
            headers.set(BILLED, Long.toString(record.billedMillis()));
            headers.set(PRICE, record.price().toString());
            headers.set(COLD, Boolean.toString(record.cold()));
        }
    }

    /** The names of those, for an answer that says them at its end. */
    static String trailers(Guest guest) {
        return guest.caller() == null
                ? INVOCATION
                : String.join(", ", INVOCATION, BILLED, PRICE, COLD);
    }

    /** Made fit for a header. */
    static String fit(String text) {
        StringBuilder fit = new StringBuilder();
        text.chars()
                .limit(LONGEST_DETAIL)
                .forEach(c -> fit.append(c < 0x20 || c > 0x7e ? '?' : (char) c));
        return fit.toString();
    }
}
