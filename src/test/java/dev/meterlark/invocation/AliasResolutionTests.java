package dev.meterlark.invocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.meterlark.function.snapshot.AliasSnapshot;
import dev.meterlark.function.snapshot.AliasWithdrawn;
import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.function.snapshot.SnapshotSource.Reading;
import dev.meterlark.function.snapshot.UrlAuth;
import dev.meterlark.invocation.Snapshots.Outdated;
import dev.meterlark.shared.AccountId;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/** Which version a call gets by a version's number or by an alias. */
class AliasResolutionTests {

    private final AccountId account = AccountId.random();
    private final Published thumbs = Published.function(account, "thumbs");
    private final Published one = thumbs.version("1");
    private final Published two = thumbs.version("2");
    private final Snapshots snapshots = new Snapshots(List.of());

    @BeforeEach
    void publish() {
        snapshots.publish(thumbs.snapshot());
        snapshots.publish(one.snapshot());
        snapshots.publish(two.snapshot());
    }

    @Test
    void aVersionIsFoundByItsNumberAndTellsOfNoAlias() {
        assertThat(resolve("1")).get().returns(null, Resolved::alias);
        assertThat(version("2")).isEqualTo("2");
        assertThat(version("$LATEST")).isEqualTo("$LATEST");
        assertThat(resolve("3")).isEmpty();
        assertThat(resolve("live")).isEmpty();
        assertThat(snapshots.resolve(AccountId.random(), new FunctionRef("thumbs", "1"))).isEmpty();
    }

    @Test
    void anAliasLeadsToItsVersionAndIsToldOf() {
        snapshots.publish(thumbs.alias("live", 1, "1"));

        assertThat(resolve("live")).get().returns("live", Resolved::alias);
        assertThat(version("live")).isEqualTo("1");
        snapshots.publish(thumbs.alias("live", 2, "2"));
        assertThat(version("live")).isEqualTo("2");
        snapshots.publish(thumbs.alias("live", 1, "1"));
        assertThat(version("live")).as("a late push").isEqualTo("2");
        snapshots.publish(thumbs.alias("edit", 1, "$LATEST"));
        assertThat(version("edit")).isEqualTo("$LATEST");
    }

    @Test
    void weightsShareTheCallsOut() {
        AliasSnapshot canary = thumbs.alias("live", 1, "1", "2", "0.25");
        snapshots.publish(canary);

        assertThat(canary.choose(0)).isEqualTo("2");
        assertThat(canary.choose(0.2499)).isEqualTo("2");
        assertThat(canary.choose(0.25)).isEqualTo("1");
        assertThat(canary.choose(0.9999)).isEqualTo("1");
        long twos = IntStream.range(0, 4_000).filter(_ -> version("live").equals("2")).count();
        assertThat((double) twos).as("of 4 000").isCloseTo(1_000, within(250.0));
    }

    @Test
    void weightsBeyondTheWholeAreNoAlias() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> thumbs.alias("live", 1, "1", "2", "0.6", "3", "0.5"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> thumbs.alias("live", 1, "1", "2", "-0.1"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> thumbs.alias("live", 1, "1", "1", "0.1"));
    }

    @Test
    void whatTheFunctionHasForAllVersionsIsThatOfNow() {
        snapshots.publish(thumbs.revision(2).open(UrlAuth.KEY, null).concurrency(3, 7).snapshot());

        FunctionSnapshot version = resolve("1").orElseThrow().function();

        assertThat(version.url().auth()).isEqualTo(UrlAuth.KEY);
        assertThat(version.maxConcurrency()).isEqualTo(3);
        assertThat(version.accountConcurrency()).isEqualTo(7);
        assertThat(version.revision()).isEqualTo(1);
    }

    @Test
    void aChangeOfTheEditableVersionLeavesSandboxesOfTheOthersAlone() {
        assertThat(snapshots.publish(thumbs.revision(2).snapshot()))
                .contains(new Outdated(thumbs.function(), "$LATEST", 2));
        assertThat(snapshots.withdraw(one.withdrawal(1)))
                .isEqualTo(new Outdated(thumbs.function(), "1", 2));
        assertThat(resolve("1")).isEmpty();
        assertThat(version("2")).isEqualTo("2");
    }

    @Test
    void anAliasThatIsWithdrawnComesBackWithALaterRevisionOnly() {
        snapshots.publish(thumbs.alias("live", 1, "1"));
        snapshots.withdraw(new AliasWithdrawn(account, thumbs.function(), "thumbs", "live", 1));
        assertThat(resolve("live")).isEmpty();

        snapshots.publish(thumbs.alias("live", 1, "1"));
        assertThat(resolve("live")).isEmpty();
        snapshots.publish(thumbs.alias("live", 2, "2"));
        assertThat(version("live")).isEqualTo("2");
    }

    @Test
    void anotherFunctionOfTheSameNameHasNoneOfTheOldOnesVersionsAndAliases() {
        snapshots.publish(thumbs.alias("live", 1, "1"));
        Published again = Published.function(account, "thumbs");
        snapshots.publish(again.snapshot());

        assertThat(version("$LATEST")).isEqualTo("$LATEST");
        assertThat(resolve("1")).isEmpty();
        assertThat(resolve("live")).isEmpty();
    }

    @Test
    void aReadingBringsWhatIsNewBeforeItTakesWhatIsGone() {
        snapshots.publish(thumbs.alias("live", 1, "1"));
        snapshots.publish(thumbs.alias("old", 1, "1"));
        Published three = thumbs.version("3");

        List<Outdated> outdated =
                snapshots.replaceAll(
                        new Reading(
                                List.of(thumbs.snapshot(), three.snapshot()),
                                List.of(thumbs.alias("live", 2, "3"))),
                        snapshots.changes());

        assertThat(outdated)
                .containsExactlyInAnyOrder(
                        new Outdated(thumbs.function(), "1", 2),
                        new Outdated(thumbs.function(), "2", 2));
        assertThat(version("live")).isEqualTo("3");
        assertThat(resolve("old")).isEmpty();
    }

    @Test
    void whileAnAliasMovesAndWhatItLeftIsDeletedEveryCallFindsAVersion() throws Exception {
        snapshots.publish(thumbs.alias("live", 1, "1"));
        AtomicBoolean moving = new AtomicBoolean(true);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> missed = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                missed.add(callers.submit(() -> missedWhile(moving)));
            }
            for (int revision = 2; revision < 3_000; revision++) {
                Published next = thumbs.version(Integer.toString(revision));
                Published before = thumbs.version(Integer.toString(revision - 1));
                snapshots.publish(next.snapshot());
                snapshots.publish(thumbs.alias("live", revision, next.version()));
                snapshots.withdraw(before.withdrawal(1));
            }
            moving.set(false);
            for (Future<Long> each : missed) {
                assertThat(each.get()).isZero();
            }
        }
    }

    private long missedWhile(AtomicBoolean moving) {
        long missed = 0;
        while (moving.get()) {
            missed += resolve("live").isEmpty() ? 1 : 0;
        }
        return missed;
    }

    private Optional<Resolved> resolve(String qualifier) {
        return snapshots.resolve(account, new FunctionRef("thumbs", qualifier));
    }

    private String version(String qualifier) {
        return resolve(qualifier).orElseThrow().function().version();
    }
}
