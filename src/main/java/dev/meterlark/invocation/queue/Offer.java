package dev.meterlark.invocation.queue;

import dev.meterlark.invocation.Accepted;
import dev.meterlark.invocation.AsyncTerms;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * A call that wants to be accepted, and the promise to whoever brought it.
 *
 * @param agedFrom now, or when it may be run first
 * @param head of the event
 */
record Offer(
        InvocationId id,
        AccountId account,
        FunctionId function,
        FunctionRef wanted,
        Event event,
        byte[] head,
        AsyncTerms terms,
        Instant acceptedAt,
        Instant agedFrom,
        CompletableFuture<Accepted> promise) {

    boolean ordered() {
        return terms.orderingKey() != null;
    }

    int bytes() {
        return event.payload().length + head.length;
    }

    /** What makes two calls with one deduplication key the same: not when they were to start. */
    byte[] contentHash() {
        MessageDigest sha = sha256();
        for (String part :
                new String[] {
                    wanted.qualifier(),
                    event.contentType(),
                    Objects.toString(event.clientContext(), ""),
                    Objects.toString(terms.orderingKey(), "")
                }) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            sha.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
            sha.update(bytes);
        }
        return sha.digest(event.payload());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
