package dev.meterlark.invocation.web;

import dev.meterlark.invocation.Answer;
import dev.meterlark.invocation.catalog.CloudEvent;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How an event comes in and how its answer is to go out: plain, or as a CloudEvent 1.0. */
enum EventForm {
    PLAIN,
    /** All of it as one JSON object. */
    STRUCTURED,
    /** Attributes as headers that begin with {@code ce-}. */
    BINARY;

    private static final String ASKED = "Meterlark-CloudEvents";
    private static final String TYPE = "dev.meterlark.answer";

    /** Of attributes as headers, which a server bounds; an event with more is one document. */
    private static final int LONGEST = 4_000;

    /** What the function is to see. */
    record Seen(byte[] payload, String contentType) {}

    /** As the request asks for its answer. */
    static EventForm wanted(HttpServletRequest request) {
        String asked = request.getHeader(ASKED);
        if (asked == null) {
            boolean accepted =
                    Collections.list(request.getHeaders("Accept")).stream()
                            .flatMap(value -> List.of(value.split(",")).stream())
                            .anyMatch(EventForm::isStructured);
            return accepted ? STRUCTURED : PLAIN;
        }
        return switch (asked.strip().toLowerCase(Locale.ROOT)) {
            case "structured" -> STRUCTURED;
            case "binary" -> BINARY;
            default ->
                    throw new RefusedException(
                            ErrorCode.REQUEST_INVALID,
                            ASKED + " must be structured or binary, and is neither");
        };
    }

    /** A function sees both forms as the one that is JSON, because it sees no headers. */
    static Seen seen(HttpServletRequest request, byte[] body, String contentType) {
        try {
            if (request.getHeader(CloudEvent.HEADER + "specversion") != null) {
                CloudEvent event =
                        CloudEvent.binary(attributes(request), request.getContentType(), body);
                return new Seen(event.json(), CloudEvent.STRUCTURED);
            }
            if (isStructured(contentType)) {
                CloudEvent.structured(body);
            }
            return new Seen(body, contentType);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    ErrorCode.EVENT_MALFORMED, "the event is no CloudEvent: " + e.getMessage());
        }
    }

    /**
     * The function's own event, when it answered with one; else one that says which call it was.
     */
    static CloudEvent of(Answer.Succeeded answer, String source) {
        CloudEvent own = own(answer);
        if (own != null) {
            return own;
        }
        return CloudEvent.answer(
                Map.of(
                        "specversion",
                        "1.0",
                        "id",
                        answer.record().invocation().toString(),
                        "source",
                        source,
                        "type",
                        TYPE,
                        "time",
                        answer.record().startedAt().toString()),
                answer.contentType(),
                answer.payload());
    }

    /** Headers and type, as long as nothing else was written; returns the bytes of the body. */
    byte[] write(CloudEvent event, HttpServletResponse response) {
        return switch (this) {
            case PLAIN -> throw new IllegalStateException("nobody asked for an event");
            case STRUCTURED -> {
                response.setContentType(CloudEvent.STRUCTURED);
                yield event.json();
            }
            case BINARY -> {
                Map<String, String> headers = event.headers();
                if (headers.toString().length() > LONGEST) {
                    yield STRUCTURED.write(event, response);
                }
                headers.forEach(response::setHeader);
                response.setContentType(event.typeOfData());
                yield event.data();
            }
        };
    }

    private static @Nullable CloudEvent own(Answer.Succeeded answer) {
        if (!isStructured(answer.contentType())) {
            return null;
        }
        try {
            return CloudEvent.structured(answer.payload());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Map<String, String> attributes(HttpServletRequest request) {
        Map<String, String> attributes = new HashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            String small = name.toLowerCase(Locale.ROOT);
            if (small.startsWith(CloudEvent.HEADER)) {
                attributes.put(
                        small.substring(CloudEvent.HEADER.length()), request.getHeader(name));
            }
        }
        return attributes;
    }

    private static boolean isStructured(String type) {
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end))
                .strip()
                .equalsIgnoreCase(CloudEvent.STRUCTURED);
    }
}
