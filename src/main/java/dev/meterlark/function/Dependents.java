package dev.meterlark.function;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;

import java.util.List;

/**
 * Whoever has things that work for a function or a pipeline, and that stay without it: told within
 * the transaction that deletes it, while it is locked.
 */
public interface Dependents {

    /**
     * @param name of what is deleted
     * @return the ids of what stops working because of that
     */
    List<String> letGo(Caller caller, String name);

    /**
     * What would stop working, in words for people, such as {@code queue trigger of orders}.
     *
     * @param name of what may be deleted
     */
    List<String> on(AccountId account, String name);
}
