package dev.meterlark.invocation;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * The input of one call.
 *
 * @param payload empty stands for {@code {}} when the content type is JSON, as with AWS
 * @param contentType as the function will see it; JSON is checked before the function runs
 * @param source what makes the function run: {@code rest}, {@code console}, {@code http}, later
 *     trigger types
 * @param clientContext JSON for {@code Lambda-Runtime-Client-Context}, if the caller sent one
 * @param lineage which call made this one
 * @param trigger that made the function run; null when none did
 */
public record Event(
        byte[] payload,
        String contentType,
        String source,
        TraceContext trace,
        @Nullable String clientContext,
        Lineage lineage,
        @Nullable UUID trigger) {

    public static final String JSON = "application/json";

    /** The source of events that the ingress puts together: they are JSON and not checked again. */
    public static final String HTTP = "http";

    /** That no trigger made. */
    public Event(
            byte[] payload,
            String contentType,
            String source,
            TraceContext trace,
            @Nullable String clientContext,
            Lineage lineage) {
        this(payload, contentType, source, trace, clientContext, lineage, null);
    }

    /** The same with another payload. */
    public Event with(byte[] other) {
        return new Event(other, contentType, source, trace, clientContext, lineage, trigger);
    }

    /** The source of events that were given up on and come again. */
    public static final String REPLAY = "replay";

    public static Event json(byte[] payload, String source) {
        return new Event(payload, JSON, source, TraceContext.NONE, null, Lineage.FIRST);
    }
}
