package dev.meterlark.invocation;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import java.util.Optional;

/** Which function a name stands for now, from memory: whoever sees calls need not see functions. */
public interface FunctionNames {

    /** Empty when the account has no function of that name; another account's is never found. */
    Optional<FunctionId> functionId(AccountId account, String name);
}
