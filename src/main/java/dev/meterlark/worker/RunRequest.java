package dev.meterlark.worker;

import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;

/**
 * One event for a sandbox.
 *
 * @param payload at most 6 MiB + 100 bytes
 * @param traceId value of {@code Lambda-Runtime-Trace-Id}
 * @param clientContext JSON of {@code Lambda-Runtime-Client-Context}, if the caller sent one
 * @param depth how many calls stand before it in the chain of calls that made each other
 */
public record RunRequest(
        InvocationId id,
        byte[] payload,
        String contentType,
        String traceId,
        @Nullable String clientContext,
        int depth) {

    /** Of a call that no other made. */
    public RunRequest(
            InvocationId id,
            byte[] payload,
            String contentType,
            String traceId,
            @Nullable String clientContext) {
        this(id, payload, contentType, traceId, clientContext, 0);
    }
}
