package dev.meterlark.invocation.web;

import dev.meterlark.invocation.Accepted;
import dev.meterlark.invocation.AsyncCalls;
import dev.meterlark.invocation.AsyncTerms;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * A request for a call whose answer nobody waits for. It is answered when the call is committed,
 * and not before.
 */
@Component
class LaterCall {

    private static final String DELAY = "Meterlark-Delay";
    private static final String NOT_BEFORE = "Meterlark-Not-Before";
    private static final String DEDUPLICATION = "Meterlark-Deduplication-Key";
    private static final String ORDERING = "Meterlark-Ordering-Key";
    private static final int MOST_DIGITS = 12;
    private static final int SHOWN = 60;

    private final AsyncCalls calls;

    LaterCall(AsyncCalls calls) {
        this.calls = calls;
    }

    /** Empty when the caller waits for the answer. */
    static Optional<AsyncTerms> terms(CallRequest request) {
        if (!request.wantsLater()) {
            for (String header : List.of(DELAY, NOT_BEFORE, DEDUPLICATION, ORDERING)) {
                if (request.header(header) != null) {
                    throw invalid(
                            "%s is about asynchronous calls: send it with 'Prefer: respond-async', or leave it out"
                                    .formatted(header));
                }
            }
            return Optional.empty();
        }
        return Optional.of(
                new AsyncTerms(
                        notBefore(request.header(NOT_BEFORE)),
                        delay(request.header(DELAY)),
                        request.header(DEDUPLICATION),
                        request.header(ORDERING)));
    }

    private static @Nullable Duration delay(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String seconds = text.strip();
        if (!seconds.matches("[0-9]{1," + MOST_DIGITS + "}")) {
            throw invalid(
                    "%s must be whole seconds, as in 90, was: %s".formatted(DELAY, shown(text)));
        }
        return Duration.ofSeconds(Long.parseLong(seconds));
    }

    private static @Nullable Instant notBefore(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text.strip()).toInstant();
        } catch (DateTimeException e) {
            throw invalid(
                    "%s must be a time with its offset (RFC 3339), as in 2026-12-24T18:00:00Z, was: %s"
                            .formatted(NOT_BEFORE, shown(text)));
        }
    }

    void accept(
            AccountId account,
            FunctionRef function,
            Event event,
            AsyncTerms terms,
            CallHeaders headers,
            HttpServletResponse response)
            throws IOException {
        Accepted accepted = accepted(account, function, event, terms);
        response.setStatus(HttpServletResponse.SC_ACCEPTED);
        response.setHeader("Location", "/api/v1/invocations/" + accepted.id());
        response.setHeader("Preference-Applied", "respond-async");
        headers.write(accepted.id(), response);
        if (accepted.duplicate()) {
            response.setHeader("Meterlark-Duplicate", "true");
        }
        byte[] body =
                "{\"id\":\"%s\",\"status\":\"queued\"}"
                        .formatted(accepted.id())
                        .getBytes(StandardCharsets.US_ASCII);
        response.setContentType(Event.JSON);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private Accepted accepted(
            AccountId account, FunctionRef function, Event event, AsyncTerms terms) {
        try {
            return calls.accept(account, function, event, terms).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RefusedException refusal) {
                throw refusal;
            }
            throw e;
        }
    }

    private static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
