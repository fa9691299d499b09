package dev.meterlark.function.snapshot;

import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;

/** Where the data plane can tell the ends of calls. */
public interface DestinationCatalog {

    /**
     * Looks at what is known without asking anybody outside.
     *
     * @return null when it can be told there; else why not, for people: the same for what is
     *     missing and for what is another account's
     */
    @Nullable String refusal(AccountId account, DestinationTarget target);
}
