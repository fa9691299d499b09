package dev.meterlark.invocation.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

class LanesTests {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final Lanes lanes = new Lanes();
    private final AccountId one = AccountId.random();
    private final AccountId other = AccountId.random();
    private final FunctionId first = FunctionId.random();
    private final FunctionId second = FunctionId.random();
    private final FunctionId theirs = FunctionId.random();

    private record Fixed(int ofNode, int ofAccount, int ofFunction) implements Lanes.Room {

        @Override
        public int of(AccountId account) {
            return ofAccount;
        }

        @Override
        public int of(AccountId account, FunctionId function) {
            return ofFunction;
        }
    }

    private static final Lanes.Room PLENTY = new Fixed(100, 100, 100);

    @Test
    void nothingIsAskedForBeforeItsTime() {
        lanes.due(one, first, NOW.plusSeconds(1));

        assertThat(lanes.next(NOW, PLENTY, 10)).isEmpty();
        assertThat(lanes.next(NOW.plusSeconds(1), PLENTY, 10))
                .containsExactly(new Lanes.Ask(one, first, 10));
    }

    @Test
    void accountsShareTheRoomWhateverTheyHaveWaiting() {
        lanes.due(one, first, NOW);
        lanes.due(one, second, NOW);
        lanes.due(other, theirs, NOW);

        List<Lanes.Ask> asks = lanes.next(NOW, new Fixed(10, 100, 100), 64);

        assertThat(asks)
                .containsExactly(new Lanes.Ask(one, first, 5), new Lanes.Ask(other, theirs, 5));
    }

    @Test
    void withRoomForOneEachAccountHasItsTurn() {
        lanes.due(one, first, NOW);
        lanes.due(other, theirs, NOW);
        Lanes.Room little = new Fixed(1, 1, 1);

        assertThat(lanes.next(NOW, little, 64)).containsExactly(new Lanes.Ask(one, first, 1));
        assertThat(lanes.next(NOW, little, 64)).containsExactly(new Lanes.Ask(other, theirs, 1));
        assertThat(lanes.next(NOW, little, 64)).containsExactly(new Lanes.Ask(one, first, 1));
    }

    @Test
    void withinAnAccountEachFunctionHasItsTurn() {
        lanes.due(one, first, NOW);
        lanes.due(one, second, NOW);
        Lanes.Room little = new Fixed(1, 1, 1);

        assertThat(lanes.next(NOW, little, 64)).containsExactly(new Lanes.Ask(one, first, 1));
        assertThat(lanes.next(NOW, little, 64)).containsExactly(new Lanes.Ask(one, second, 1));
    }

    @Test
    void nothingIsAskedForWhereThereIsNoRoom() {
        lanes.due(one, first, NOW);

        assertThat(lanes.next(NOW, new Fixed(0, 1, 1), 64)).isEmpty();
        assertThat(lanes.next(NOW, new Fixed(1, 0, 1), 64)).isEmpty();
        assertThat(lanes.next(NOW, new Fixed(1, 1, 0), 64)).isEmpty();
    }

    @Test
    void whatAnAskFoundSaysWhenToAskAgain() {
        lanes.due(one, first, NOW);
        Lanes.Ask ask = lanes.next(NOW, PLENTY, 10).getFirst();

        lanes.asked(ask, 3, NOW.plusSeconds(7), NOW);

        assertThat(lanes.next(NOW.plusSeconds(6), PLENTY, 10)).isEmpty();
        assertThat(lanes.next(NOW.plusSeconds(7), PLENTY, 10)).hasSize(1);
    }

    @Test
    void whatCameDuringAnAskIsNotForgotten() {
        lanes.due(one, first, NOW);
        Lanes.Ask ask = lanes.next(NOW, PLENTY, 10).getFirst();

        lanes.due(one, first, NOW);
        lanes.asked(ask, 1, null, NOW);

        assertThat(lanes.next(NOW, PLENTY, 10)).hasSize(1);
    }

    @Test
    void whatHasNothingLeftIsForgotten() {
        lanes.due(one, first, NOW);
        Lanes.Ask ask = lanes.next(NOW, PLENTY, 10).getFirst();

        lanes.asked(ask, 1, null, NOW);

        assertThat(lanes.size()).isZero();
    }

    @Test
    void whatIsDueButInOthersHandsIsNotAskedForAtOnce() {
        lanes.due(one, first, NOW);
        Lanes.Ask ask = lanes.next(NOW, PLENTY, 10).getFirst();

        lanes.asked(ask, 0, NOW, NOW);

        assertThat(lanes.next(NOW, PLENTY, 10)).isEmpty();
        assertThat(lanes.next(NOW.plusSeconds(1), PLENTY, 10)).hasSize(1);
    }

    @Test
    void whoseTimeComesStandsBehindThoseThatWaitForTheirTurn() {
        lanes.due(other, theirs, NOW.plusSeconds(1));
        lanes.due(one, first, NOW);
        Lanes.Room none = new Fixed(0, 1, 1);
        Lanes.Room little = new Fixed(1, 1, 1);
        lanes.next(NOW, none, 64);

        Instant then = NOW.plusSeconds(2);
        assertThat(lanes.next(then, little, 64)).containsExactly(new Lanes.Ask(one, first, 1));
        assertThat(lanes.next(then, little, 64)).containsExactly(new Lanes.Ask(other, theirs, 1));
    }

    @Test
    void whatIsHeardToBeDueSoonerIsAskedForSooner() {
        lanes.due(one, first, NOW.plusSeconds(60));
        lanes.due(one, first, NOW.plusSeconds(1));

        assertThat(lanes.next(NOW.plusSeconds(1), PLENTY, 10)).hasSize(1);
        assertThat(lanes.size()).isOne();
    }

    @Test
    void theOldestThatIsDueIsSeen() {
        lanes.due(one, first, NOW.minusSeconds(9));
        lanes.due(other, theirs, NOW.plusSeconds(9));

        assertThat(lanes.oldestDue(NOW)).isEqualTo(Duration.ofSeconds(9));
    }
}
