package dev.meterlark.invocation;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.RefusedException;

/**
 * Asked before an asynchronous call is accepted: whoever keeps what may become of it says whether
 * there is room. In memory, never blocking.
 */
public interface AcceptGuard {

    /**
     * @throws RefusedException when there is no room
     */
    void check(AccountId account, Event event);
}
