package dev.meterlark.edge;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.FunctionId;

import java.util.Optional;

/**
 * Who a function is when it calls the platform: asked on every request, so that a change of its
 * role holds from the next one on.
 */
public interface FunctionIdentities {

    /** Empty when the function is gone, or its account not open. */
    Optional<Caller> of(AccountId account, FunctionId function);
}
