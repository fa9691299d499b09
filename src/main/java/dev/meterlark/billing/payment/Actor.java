package dev.meterlark.billing.payment;

import dev.meterlark.shared.Caller;

import org.jspecify.annotations.Nullable;

/**
 * Who does something to an account's money.
 *
 * @param operator null when nobody asked for it
 * @param name for the account to read
 */
record Actor(@Nullable Caller operator, String name) {

    static final Actor BILLING = new Actor(null, "billing");

    static Actor of(Caller operator) {
        return new Actor(operator, "operator");
    }

    static Actor provider(String name) {
        return new Actor(null, name);
    }

    /** As entries have it. */
    String subject() {
        return operator == null ? name : operator.subject();
    }
}
