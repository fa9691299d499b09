package dev.meterlark.metering;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.RefusedException;

import java.time.Instant;

/** The control plane's word on money for what is counted beside calls, before it is used. */
public interface MeterGuard {

    /**
     * Sets aside what may be counted. In memory, but where a node has to lease a further part of
     * what is left; so never inside a transaction, which would wait with its rows held.
     *
     * @param at whose hour it is counted in
     * @param most no more will be counted
     * @throws RefusedException 402 when what was spent stands in the way, 429 when only what is set
     *     aside elsewhere does
     */
    Held reserve(AccountId account, Instant at, Meter meter, long most);

    /** What is set aside. The first word ends it. */
    interface Held {

        /** Of an account without a cap. */
        Held NOTHING = _ -> {};

        /**
         * It came to so much, which is counted by now: it stays set aside until the counts of now
         * are written. The rest is free again.
         */
        void counted(long amount);
    }

    /** Nothing stands ready for the account until there is room for as much. */
    void standsUnpaid(AccountId account, long mibMillis);

    /**
     * Before counts are taken together.
     *
     * @return run when they are committed, and not at all when they could not be written
     */
    Runnable gathering();
}
