package dev.meterlark.billing.plan.web;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

/** Accounts as paths name them. */
final class Accounts {

    private Accounts() {}

    static AccountId id(String text) {
        try {
            return AccountId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(ErrorCode.NOT_FOUND, "there is no such account");
        }
    }
}
