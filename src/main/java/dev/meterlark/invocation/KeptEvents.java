package dev.meterlark.invocation;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.UUID;

/** Knows the events of calls that have ended, as far as they are kept. */
public interface KeptEvents {

    /**
     * @param qualifier as good a one as is known for running the same again
     * @param whole false when only the beginning of the event is kept
     * @param trigger that made the call; null when none did
     */
    record KeptEvent(
            FunctionId function,
            String functionName,
            String qualifier,
            byte[] payload,
            String contentType,
            boolean whole,
            @Nullable UUID trigger) {}

    /** Of the last attempt. Empty when the account has no such call, or its event is not kept. */
    Optional<KeptEvent> find(AccountId account, InvocationId invocation);
}
