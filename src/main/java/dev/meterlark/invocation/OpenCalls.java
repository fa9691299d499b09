package dev.meterlark.invocation;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Asynchronous calls that have not ended, for whoever looks at them. */
public interface OpenCalls {

    /**
     * @param nextCursor where the next stretch begins, opaque; null at the end
     */
    record Page(List<AsyncCall> items, @Nullable String nextCursor) {}

    /**
     * How many of a function's have not ended.
     *
     * @param running of them
     * @param oldest when the first of them was accepted
     */
    record Count(long calls, long running, Instant oldest) {}

    /**
     * All of an account's asynchronous calls, ever.
     *
     * @param open that have not ended
     */
    record Tally(long open, long succeeded, long failed, long expired, long cancelled) {}

    /**
     * Of a function or pipeline: those that are due first are first; then those that stand behind
     * others of their ordering key.
     *
     * @throws dev.meterlark.shared.RefusedException when the cursor is none of this list, or the
     *     limit is out of bounds
     */
    Page page(
            AccountId account,
            FunctionId function,
            @Nullable String cursor,
            @Nullable Integer limit);

    /** Of those of these functions that have some. */
    Map<FunctionId, Count> counts(AccountId account, Collection<FunctionId> functions);

    Tally tally(AccountId account);
}
