package dev.meterlark.telemetry.metrics;

import dev.meterlark.shared.AccountId;

/** What else an account's Prometheus gets, of modules above this one. */
public interface AlsoScraped {

    /**
     * @param most series of each counter
     * @return in the text form 0.0.4
     */
    String text(AccountId account, int most);
}
