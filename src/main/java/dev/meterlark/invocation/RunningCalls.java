package dev.meterlark.invocation;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Counts calls, and refuses one too many. Guarded by its own monitor: the three counts are checked
 * and raised as one, so none ever passes its limit and no refused call takes up room for a moment.
 */
final class RunningCalls {

    private final int maxInFlight;
    private final Map<AccountId, Integer> ofAccount = new HashMap<>();
    private final Map<FunctionId, Integer> ofFunction = new HashMap<>();
    private final Map<AccountId, Crowd> crowdsOfAccounts = new HashMap<>();
    private final Map<FunctionId, Crowd> crowdsOfFunctions = new HashMap<>();
    private int inFlight;

    /** Whether a call may run. */
    sealed interface Decision {

        record Granted(Permit permit) implements Decision {}

        /** As many of the function's calls are running as may. */
        record FunctionFull(int limit) implements Decision {}

        /** As many of the account's calls are running as may. */
        record AccountFull(int limit) implements Decision {}

        /** The node itself has as many calls in hand as it may. */
        record NodeFull() implements Decision {}
    }

    RunningCalls(int maxInFlight) {
        this.maxInFlight = maxInFlight;
    }

    /**
     * @param functionLimit 0 when only the account's counts
     */
    synchronized Decision enter(
            AccountId account, int accountLimit, FunctionId function, int functionLimit) {
        if (functionLimit > 0 && ofFunction.getOrDefault(function, 0) >= functionLimit) {
            turnAway(account, function);
            return new Decision.FunctionFull(functionLimit);
        }
        if (ofAccount.getOrDefault(account, 0) >= accountLimit) {
            turnAway(account, function);
            return new Decision.AccountFull(accountLimit);
        }
        if (inFlight >= maxInFlight) {
            return new Decision.NodeFull();
        }
        inFlight++;
        crowd(account).entered(ofAccount.merge(account, 1, Integer::sum));
        crowd(account, function).entered(ofFunction.merge(function, 1, Integer::sum));
        return new Decision.Granted(new Permit(account, function));
    }

    private void turnAway(AccountId account, FunctionId function) {
        crowd(account).turnedAway();
        crowd(account, function).turnedAway();
    }

    private Crowd crowd(AccountId account) {
        return crowdsOfAccounts.computeIfAbsent(account, Crowd::new);
    }

    private Crowd crowd(AccountId account, FunctionId function) {
        return crowdsOfFunctions.computeIfAbsent(function, _ -> new Crowd(account));
    }

    /** Since this was asked last; what runs now is in the next one too. */
    synchronized List<Crowding> takeCrowdings() {
        List<Crowding> taken = new ArrayList<>();
        crowdsOfAccounts.forEach(
                (account, each) ->
                        taken.add(
                                new Crowding(account, null, each.countTurnedAway(), each.most())));
        Map<FunctionId, AccountId> accounts = new HashMap<>();
        crowdsOfFunctions.forEach(
                (function, each) -> {
                    accounts.put(function, each.account());
                    taken.add(
                            new Crowding(
                                    each.account(), function, each.countTurnedAway(), each.most()));
                });
        crowdsOfAccounts.clear();
        crowdsOfFunctions.clear();
        ofAccount.forEach((account, running) -> crowd(account).entered(running));
        ofFunction.forEach(
                (function, running) ->
                        crowd(Objects.requireNonNull(accounts.get(function)), function)
                                .entered(running));
        return taken;
    }

    synchronized int of(AccountId account) {
        return ofAccount.getOrDefault(account, 0);
    }

    synchronized int of(FunctionId function) {
        return ofFunction.getOrDefault(function, 0);
    }

    synchronized int inFlight() {
        return inFlight;
    }

    /** One call's place in every count; gives each back once, however often it is told. */
    final class Permit implements AutoCloseable {

        private final AccountId account;
        private final FunctionId function;
        private boolean running = true;
        private boolean open = true;

        private Permit(AccountId account, FunctionId function) {
            this.account = account;
            this.function = function;
        }

        /** The sandbox is free again: the next call of function and account may begin. */
        void runEnded() {
            synchronized (RunningCalls.this) {
                if (running) {
                    running = false;
                    ofAccount.computeIfPresent(account, (_, n) -> n == 1 ? null : n - 1);
                    ofFunction.computeIfPresent(function, (_, n) -> n == 1 ? null : n - 1);
                }
            }
        }

        @Override
        public void close() {
            synchronized (RunningCalls.this) {
                runEnded();
                if (open) {
                    open = false;
                    inFlight--;
                }
            }
        }
    }
}
