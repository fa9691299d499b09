package dev.meterlark.invocation.web;

import dev.meterlark.edge.CallingInvocation;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a request says of the call it asks for. Asks for no request parameter: that would make the
 * container read a form's body.
 */
final class CallRequest {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Pattern MEDIA_TYPE =
            Pattern.compile("[-!#$%&'*+.^_`|~0-9A-Za-z]+/[-!#$%&'*+.^_`|~0-9A-Za-z]+(?:\\s*;.*)?");
    private static final String WHITE = " \t\r\n";
    private static final int MAX_CONTENT_TYPE = 256;

    private final HttpServletRequest request;

    CallRequest(HttpServletRequest request) {
        this.request = request;
    }

    /** Of what kind the caller is, for the record. */
    static String source(Caller caller) {
        String subject = caller.subject();
        return subject.startsWith("person:")
                ? "console"
                : subject.startsWith("function:") ? "function" : "rest";
    }

    /** The call that the calling function is at. */
    Optional<CallingInvocation> calling() {
        return CallingInvocation.of(request);
    }

    @Nullable String header(String name) {
        return request.getHeader(name);
    }

    /** Whether the caller does not want to wait for the answer. */
    boolean wantsLater() {
        return Collections.list(request.getHeaders("Prefer")).stream()
                .flatMap(value -> List.of(value.split("[,;]")).stream())
                .anyMatch(p -> p.strip().toLowerCase(Locale.ROOT).equals("respond-async"));
    }

    /** An answer that is kept for its key, to be given again, is wanted whole. */
    boolean wantsStream() {
        return request.getHeader("Idempotency-Key") == null;
    }

    String qualifier() {
        String query = request.getQueryString();
        if (query == null) {
            return FunctionRef.LATEST;
        }
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals >= 0 && decoded(pair.substring(0, equals)).equals("qualifier")) {
                String value = decoded(pair.substring(equals + 1));
                return value.isEmpty() ? FunctionRef.LATEST : value;
            }
        }
        return FunctionRef.LATEST;
    }

    /**
     * JSON when nothing is said. A form that begins like JSON is JSON: curl calls everything it
     * sends a form, and a form proper escapes those characters.
     */
    String contentType(byte[] payload) {
        String said = request.getContentType();
        if (said == null || said.isBlank()) {
            return Event.JSON;
        }
        if (said.length() > MAX_CONTENT_TYPE || !MEDIA_TYPE.matcher(said).matches()) {
            throw new RefusedException(
                    ErrorCode.REQUEST_MALFORMED,
                    "the Content-Type must be a media type of at most %d characters, as in %s"
                            .formatted(MAX_CONTENT_TYPE, Event.JSON));
        }
        boolean form = said.toLowerCase(Locale.ROOT).startsWith(FORM);
        return form && beginsLikeJson(payload) ? Event.JSON : said;
    }

    /** The body as the function is to see it. */
    EventForm.Seen seen(byte[] body) {
        return EventForm.seen(request, body, contentType(body));
    }

    private static boolean beginsLikeJson(byte[] payload) {
        int i = 0;
        while (i < payload.length && WHITE.indexOf(payload[i]) >= 0) {
            i++;
        }
        return i == payload.length || payload[i] == '{' || payload[i] == '[' || payload[i] == '"';
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    ErrorCode.REQUEST_MALFORMED,
                    "the query is not percent-encoded as it should be");
        }
    }
}
