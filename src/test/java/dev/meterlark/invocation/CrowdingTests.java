package dev.meterlark.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.junit.jupiter.api.Test;

class CrowdingTests {

    private final RunningCalls running = new RunningCalls(100);
    private final AccountId account = AccountId.random();
    private final FunctionId function = FunctionId.random();

    @Test
    void theMostAtOneMomentIsToldOnce() {
        var first = enter();
        var second = enter();
        first.close();
        second.close();

        assertThat(running.takeCrowdings())
                .containsExactlyInAnyOrder(
                        new Crowding(account, null, 0, 2), new Crowding(account, function, 0, 2));
        assertThat(running.takeCrowdings()).isEmpty();
    }

    @Test
    void whatStillRunsIsInTheNextTimeToo() {
        var first = enter();
        enter();
        running.takeCrowdings();
        first.close();

        assertThat(running.takeCrowdings()).contains(new Crowding(account, function, 0, 2));
        assertThat(running.takeCrowdings()).contains(new Crowding(account, function, 0, 1));
    }

    @Test
    void whoIsTurnedAwayIsCountedAtFunctionAndAccount() {
        var other = FunctionId.random();
        enter();

        assertThat(running.enter(account, 9, function, 1))
                .isInstanceOf(RunningCalls.Decision.FunctionFull.class);
        assertThat(running.enter(account, 1, other, 0))
                .isInstanceOf(RunningCalls.Decision.AccountFull.class);

        assertThat(running.takeCrowdings())
                .containsExactlyInAnyOrder(
                        new Crowding(account, null, 2, 1),
                        new Crowding(account, function, 1, 1),
                        new Crowding(account, other, 1, 0));
    }

    private RunningCalls.Permit enter() {
        return switch (running.enter(account, 9, function, 0)) {
            case RunningCalls.Decision.Granted(var permit) -> permit;
            case RunningCalls.Decision.FunctionFull _,
                    RunningCalls.Decision.AccountFull _,
                    RunningCalls.Decision.NodeFull _ ->
                    throw new AssertionError("there is room");
        };
    }
}
