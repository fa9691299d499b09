package dev.meterlark.console.operator;

import dev.meterlark.account.AccountOverview;

import java.time.Instant;

/**
 * An account as the operator sees it.
 *
 * @param operator whether it is the operator's own
 */
record AccountRow(
        String id,
        String name,
        String slug,
        String number,
        String state,
        boolean operator,
        Instant createdAt) {

    static AccountRow of(AccountOverview account) {
        return new AccountRow(
                account.identity().id().toString(),
                account.identity().name(),
                account.identity().slug(),
                account.identity().number(),
                account.state(),
                account.operator(),
                account.createdAt());
    }

    public boolean isOpen() {
        return state.equals("open");
    }
}
