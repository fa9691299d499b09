package dev.meterlark.invocation.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.meterlark.ManualClock;
import dev.meterlark.function.snapshot.ClosedAccounts;
import dev.meterlark.invocation.EndReason;
import dev.meterlark.invocation.EndedCall;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.destination.EndedCalls;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.RefusedException;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.util.unit.DataSize;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A bound that never drops anything. */
@Tag("database")
class DeadLetterRoomTests {

    private static final AccountId ACCOUNT = AccountId.random();
    private static final Event EVENT = Event.json(new byte[0], "rest");

    private final ScratchDatabase database = new ScratchDatabase();
    private final ManualClock clock = new ManualClock();
    private final Set<AccountId> closed = new HashSet<>();
    private final DeadLetterRows rows = new DeadLetterRows(database.template());
    private final DeadLetterRoom room =
            new DeadLetterRoom(
                    database.client(),
                    new DeadLetterProperties(
                            Duration.ofDays(14),
                            DataSize.ofBytes(3_000_000),
                            Duration.ofSeconds(5),
                            Duration.ofMinutes(10),
                            100,
                            100,
                            10),
                    closedAccounts(),
                    new SimpleMeterRegistry(),
                    clock);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whoeverHasTooManyIsAcceptedNoFurtherCallsUntilSomeAreReplayed() {
        EndedCall large = dead("\"" + "x".repeat(3_000_000) + "\"");
        room.count();

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> room.check(ACCOUNT, EVENT))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.DEAD_LETTERS_FULL))
                .withMessageContaining("replay or delete some");
        assertThatCode(() -> room.check(AccountId.random(), EVENT)).doesNotThrowAnyException();
        assertThatCode(() -> room.check(ACCOUNT, Event.json(new byte[0], Event.REPLAY)))
                .doesNotThrowAnyException();

        DeadLetter letter = rows.find(ACCOUNT, large.id()).orElseThrow();
        assertThat(rows.event(letter)).hasValue(large.event().payload());
        rows.replayed(letter, InvocationId.at(clock.instant()), clock.instant());
        room.count();
        assertThatCode(() -> room.check(ACCOUNT, EVENT)).doesNotThrowAnyException();
        assertThat(database.count("dead_letter_piece")).isZero();
    }

    @Test
    void theFirstWhoSaysThatALetterWasReplayedIsBelieved() {
        EndedCall call = dead("{}");
        DeadLetter letter = rows.find(ACCOUNT, call.id()).orElseThrow();
        InvocationId first = InvocationId.at(clock.instant());
        rows.replayed(letter, first, clock.instant());
        rows.replayed(letter, InvocationId.at(clock.instant()), clock.instant());

        assertThat(rows.find(ACCOUNT, call.id()).orElseThrow().replayedAs()).isEqualTo(first);
        assertThat(rows.event(letter)).isEmpty();
    }

    @Test
    void whatIsOldIsDeletedAndNothingElse() {
        EndedCall call = dead("{}");
        room.sweep(call.endedAt().plus(Duration.ofDays(14)));
        assertThat(rows.find(ACCOUNT, call.id())).isPresent();
        room.sweep(call.endedAt().plus(Duration.ofDays(14)).plusSeconds(1));
        assertThat(rows.find(ACCOUNT, call.id())).isEmpty();
    }

    @Test
    void nothingIsKeptForAnAccountThatIsClosed() {
        EndedCall call = dead("{}");
        closed.add(AccountId.random());
        room.sweep(call.endedAt());
        assertThat(rows.find(ACCOUNT, call.id())).isPresent();

        closed.add(ACCOUNT);
        room.sweep(call.endedAt());

        assertThat(rows.find(ACCOUNT, call.id())).isEmpty();
    }

    private ObjectProvider<ClosedAccounts> closedAccounts() {
        ClosedAccounts all = closed::contains;
        var beans = new StaticListableBeanFactory();
        beans.addBean("closed", all);
        return beans.getBeanProvider(ClosedAccounts.class);
    }

    private EndedCall dead(String event) {
        EndedCall call =
                EndedCalls.call(
                                ACCOUNT,
                                FunctionId.random(),
                                EndReason.RETRIES_EXHAUSTED,
                                3,
                                event,
                                Event.JSON)
                        .with(new byte[0], "Oops", "no", null, null);
        new KeepingDeadLetters(rows).ended(List.of(call));
        return call;
    }
}
