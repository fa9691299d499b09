package dev.meterlark.function.snapshot;

import dev.meterlark.shared.AccountId;

/**
 * Which accounts are closed for good: nobody will ask for what the data plane has kept for them.
 * Asks the control plane, so never on the path of a call.
 */
public interface ClosedAccounts {

    boolean isClosed(AccountId account);
}
