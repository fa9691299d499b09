package dev.meterlark.billing.payment;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

import java.util.Map;
import java.util.Objects;

/** What this part does to an account and writes down of it; in the transaction of its reason. */
interface Standing {

    /**
     * @return whether it is suspended for this now: never the operator's own, nor a closed one
     */
    boolean suspend(AccountId account, String reason);

    /**
     * @return whether it works again: not while it is suspended for something else too
     */
    boolean reopen(AccountId account, String reason);

    /** Into the account's audit log, and the operator's when it was them. Last in a transaction. */
    void audit(
            Actor actor, AccountId account, String action, String subject, Map<String, ?> detail);

    /** What became of money, with the entry that says so. */
    default void audit(Actor actor, Payment entry, String action) {
        audit(
                actor,
                entry.account(),
                action,
                "invoice:" + entry.invoice(),
                Map.of(
                        "payment",
                        entry.id().toString(),
                        "amount",
                        new Money(entry.amount(), entry.currency()).toString(),
                        "reference",
                        Objects.requireNonNullElse(entry.reference(), ""),
                        "reason",
                        Objects.requireNonNullElse(entry.reason(), "")));
    }
}
