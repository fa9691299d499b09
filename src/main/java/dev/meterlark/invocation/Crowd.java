package dev.meterlark.invocation;

import dev.meterlark.shared.AccountId;

/** Guarded by {@link RunningCalls}. */
final class Crowd {

    private final AccountId account;
    private long turnedAway;
    private int most;

    Crowd(AccountId account) {
        this.account = account;
    }

    AccountId account() {
        return account;
    }

    void entered(int running) {
        most = Math.max(most, running);
    }

    void turnedAway() {
        turnedAway++;
    }

    long countTurnedAway() {
        return turnedAway;
    }

    int most() {
        return most;
    }
}
