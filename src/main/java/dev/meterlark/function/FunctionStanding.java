package dev.meterlark.function;

import dev.meterlark.function.snapshot.Standing;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** A function exists until it is deleted, also while its account is suspended. */
@Component
class FunctionStanding implements Standing {

    private final FunctionRows rows;

    FunctionStanding(FunctionRows rows) {
        this.rows = rows;
    }

    @Override
    @Transactional(readOnly = true)
    public boolean exists(AccountId account, FunctionId function) {
        return rows.existsByAccountAndId(account, function);
    }
}
