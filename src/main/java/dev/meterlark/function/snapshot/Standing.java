package dev.meterlark.function.snapshot;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

/**
 * Whether something that cannot be called now is gone for good, or only withdrawn for a while, as
 * with its account. Asks the control plane, so never on the path of a call that can run. Of all
 * beans, one that knows it is enough.
 */
public interface Standing {

    boolean exists(AccountId account, FunctionId function);
}
