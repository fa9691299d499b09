package dev.meterlark.telemetry.metrics;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/** Of which function's calls rows are, or of all of an account's together. */
record Whose(AccountId account, FunctionId function) {

    /** Of no function. */
    private static final FunctionId ALL = new FunctionId(new UUID(0, 0));

    static Whose all(AccountId account) {
        return new Whose(account, ALL);
    }

    /**
     * @param function null for all together
     */
    static Whose of(AccountId account, @Nullable FunctionId function) {
        return function == null ? all(account) : new Whose(account, function);
    }

    boolean isAll() {
        return function.equals(ALL);
    }

    /** The function itself and all of its account together. */
    Whose[] both() {
        return new Whose[] {this, all(account)};
    }
}
