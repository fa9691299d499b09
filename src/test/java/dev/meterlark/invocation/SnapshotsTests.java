package dev.meterlark.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.function.snapshot.SnapshotSource.Reading;
import dev.meterlark.invocation.Snapshots.Outdated;
import dev.meterlark.shared.AccountId;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class SnapshotsTests {

    private final AccountId account = AccountId.random();
    private final Published thumbs = Published.function(account, "thumbs");
    private final Snapshots snapshots = new Snapshots(List.of());

    @Test
    void aFunctionIsFoundByItsNameInItsOwnAccountOnly() {
        snapshots.publish(thumbs.snapshot());

        assertThat(snapshots.functionId(account, "thumbs")).contains(thumbs.function());
        assertThat(snapshots.functionId(AccountId.random(), "thumbs")).isEmpty();
        assertThat(snapshots.functionId(account, "thumb")).isEmpty();
        assertThat(snapshots.find(account, new FunctionRef("thumbs", "1"))).isEmpty();
    }

    @Test
    void anOlderPushNeverReplacesANewerOne() {
        snapshots.publish(thumbs.revision(5).snapshot());

        assertThat(snapshots.publish(thumbs.revision(4).snapshot())).isEmpty();
        assertThat(revision()).isEqualTo(5);
    }

    @Test
    void aNewerRevisionMakesTheOldSandboxesUselessAndTheSameOneDoesNot() {
        assertThat(snapshots.publish(thumbs.revision(5).snapshot())).isEmpty();
        assertThat(snapshots.publish(thumbs.revision(5).concurrency(1, 2).snapshot())).isEmpty();
        assertThat(snapshots.publish(thumbs.revision(6).snapshot()))
                .contains(new Outdated(thumbs.function(), "$LATEST", 6));
    }

    @Test
    void aLimitChangedWithoutANewRevisionHoldsToo() {
        snapshots.publish(thumbs.snapshot());
        snapshots.publish(thumbs.concurrency(3, 7).snapshot());

        assertThat(snapshots.find(account, FunctionRef.latest("thumbs")))
                .get()
                .returns(7, FunctionSnapshot::accountConcurrency);
    }

    @Test
    void whatIsWithdrawnDoesNotComeBackByALatePushOrAnEarlierReading() {
        snapshots.publish(thumbs.snapshot());
        long before = snapshots.changes();

        assertThat(snapshots.withdraw(thumbs.withdrawal(9)))
                .isEqualTo(new Outdated(thumbs.function(), "$LATEST", 10));

        snapshots.publish(thumbs.revision(9).snapshot());
        snapshots.replaceAll(reading(thumbs.revision(2)), before);
        assertThat(snapshots.functionId(account, "thumbs")).isEmpty();
        snapshots.publish(thumbs.revision(9).snapshot());
        assertThat(snapshots.functionId(account, "thumbs")).isEmpty();
    }

    @Test
    void whatIsWithdrawnComesBackWithALaterRevision() {
        snapshots.publish(thumbs.revision(9).snapshot());
        snapshots.withdraw(thumbs.withdrawal(9));

        snapshots.publish(thumbs.revision(10).snapshot());

        assertThat(revision()).isEqualTo(10);
    }

    @Test
    void aNameMayBeTakenAgainByAnotherFunction() {
        Published again = Published.function(account, "thumbs");
        snapshots.publish(thumbs.revision(8).snapshot());
        snapshots.withdraw(thumbs.withdrawal(9));
        snapshots.publish(again.snapshot());

        assertThat(snapshots.functionId(account, "thumbs")).contains(again.function());
    }

    @Test
    void theWithdrawalOfTheOldMayComeAfterThePushOfTheNew() {
        Published again = Published.function(account, "thumbs");
        snapshots.publish(thumbs.revision(8).snapshot());

        assertThat(snapshots.publish(again.snapshot()))
                .contains(new Outdated(thumbs.function(), "$LATEST", 9));
        snapshots.withdraw(thumbs.withdrawal(9));

        assertThat(snapshots.functionId(account, "thumbs")).contains(again.function());
    }

    @Test
    void aReadingAddsWhatWasMissedAndLetsGoOfWhatIsGone() {
        Published missed = Published.function(account, "missed");
        Published changed = Published.function(account, "changed");
        snapshots.publish(thumbs.snapshot());
        snapshots.publish(changed.snapshot());

        List<Outdated> outdated =
                snapshots.replaceAll(reading(missed, changed.revision(2)), snapshots.changes());

        assertThat(outdated)
                .containsExactlyInAnyOrder(
                        new Outdated(thumbs.function(), "$LATEST", 2),
                        new Outdated(changed.function(), "$LATEST", 2));
        assertThat(snapshots.functionId(account, "thumbs")).isEmpty();
        assertThat(snapshots.functionId(account, "missed")).contains(missed.function());
    }

    @Test
    void whatWasPublishedWhileAllWasReadStaysThoughTheReadingHasNotSeenIt() {
        long before = snapshots.changes();
        snapshots.publish(thumbs.snapshot());

        assertThat(snapshots.replaceAll(reading(), before)).isEmpty();
        assertThat(snapshots.functionId(account, "thumbs")).contains(thumbs.function());

        snapshots.replaceAll(reading(), snapshots.changes());
        assertThat(snapshots.functionId(account, "thumbs")).isEmpty();
    }

    @Test
    void aReadingNeverGoesBackBehindAPush() {
        long before = snapshots.changes();
        snapshots.publish(thumbs.revision(3).snapshot());

        assertThat(snapshots.replaceAll(reading(thumbs.revision(2)), before)).isEmpty();
        assertThat(revision()).isEqualTo(3);
    }

    @Test
    void inWhateverOrderPushesArriveTheNewestStands() throws Exception {
        try (ExecutorService pushers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> pushes = new ArrayList<>();
            for (int i = 1; i <= 1000; i++) {
                long revision = 1 + (i * 7919L) % 1000;
                pushes.add(
                        pushers.submit(
                                () -> snapshots.publish(thumbs.revision(revision).snapshot())));
            }
            for (Future<?> push : pushes) {
                push.get();
            }
        }
        assertThat(revision()).isEqualTo(1000);
    }

    @Test
    void aFunctionOfOneAccountIsNeverLetGoByAnothersName() {
        AccountId neighbour = AccountId.random();
        Published theirs = Published.function(neighbour, "thumbs");
        snapshots.publish(thumbs.snapshot());
        snapshots.publish(theirs.snapshot());

        snapshots.withdraw(thumbs.withdrawal(9));

        assertThat(snapshots.functionId(neighbour, "thumbs")).contains(theirs.function());
        assertThat(snapshots.functionId(account, "thumbs")).isEmpty();
        assertThat(
                        snapshots
                                .withdraw(Published.function(account, "no").withdrawal(1))
                                .belowRevision())
                .isEqualTo(2);
    }

    @Test
    void listenersAreToldWhatCallsFindInTheSameOrder() {
        List<String> told = new ArrayList<>();
        Snapshots heard =
                new Snapshots(
                        List.of(
                                new SnapshotListener() {
                                    @Override
                                    public void published(FunctionSnapshot function) {
                                        told.add("+" + function.name() + function.revision());
                                    }

                                    @Override
                                    public void withdrawn(FunctionSnapshot function) {
                                        told.add("-" + function.name() + function.revision());
                                    }
                                }));
        Published again = Published.function(account, "thumbs");
        heard.publish(thumbs.revision(2).snapshot());
        heard.publish(thumbs.revision(1).snapshot());
        heard.publish(again.revision(7).snapshot());
        heard.withdraw(thumbs.withdrawal(9));
        heard.replaceAll(reading(), heard.changes());

        assertThat(told).containsExactly("+thumbs2", "-thumbs2", "+thumbs7", "-thumbs7");
    }

    private static Reading reading(Published... functions) {
        return new Reading(Arrays.stream(functions).map(Published::snapshot).toList(), List.of());
    }

    private long revision() {
        return snapshots.find(account, FunctionRef.latest("thumbs")).orElseThrow().revision();
    }
}
