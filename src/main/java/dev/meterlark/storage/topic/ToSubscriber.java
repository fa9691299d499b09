package dev.meterlark.storage.topic;

import dev.meterlark.edge.CallingInvocation;
import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.UUID;

/**
 * An event on its way to one subscriber.
 *
 * @param id the same each time it is tried
 * @param by the call that published it; null when no function did
 * @param keys what it is signed with, if it is; the subscription's own first
 * @param event a CloudEvent in structured form
 */
public record ToSubscriber(
        UUID id,
        AccountId account,
        Target target,
        @Nullable CallingInvocation by,
        List<byte[]> keys,
        byte[] event) {}
