package dev.meterlark.invocation;

import dev.meterlark.function.snapshot.DestinationTarget;
import dev.meterlark.platform.Carried;
import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;

/**
 * One kind of place where the ends of asynchronous calls are told. A module that has such places
 * implements it; a policy that names a kind which nobody implements is refused.
 *
 * @param <T> what names one
 */
public interface Destination<T extends DestinationTarget> {

    Class<T> type();

    /**
     * Looks at what is known without asking anybody outside.
     *
     * @return null when ends can be told there; else why not, for people: the same for what is
     *     missing and for what is another account's
     */
    @Nullable String refusal(AccountId account, T target);

    /** Blocks. A notice may come again after it was told: it has the same id then. */
    Carried tell(T target, Notice notice);
}
