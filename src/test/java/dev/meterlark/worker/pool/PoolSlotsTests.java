package dev.meterlark.worker.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Sandboxes that have several calls at once. */
class PoolSlotsTests {

    private final Kind kind = new Kind(AccountId.random(), FunctionId.random(), "$LATEST", 1);

    @SuppressWarnings("NullAway.Init")
    private Pool pool;

    private Pool pool(String... settings) {
        var map = new HashMap<String, String>();
        for (String each : settings) {
            map.put("meterlark.worker." + each.split("=")[0], each.split("=")[1]);
        }
        PoolProperties properties =
                new Binder(new MapConfigurationPropertySource(map))
                        .bindOrCreate("meterlark.worker", PoolProperties.class);
        pool = new Pool(properties, 10_000, new StandardKeepAlive());
        return pool;
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void aSandboxHasAsManyCallsAsItHasSlotsAndNeverMore() {
        Member first = started(room(pool().acquire(kind, 128, 3)));

        Member second = warm(pool.acquire(kind, 128, 3));
        Member third = warm(pool.acquire(kind, 128, 3));
        Member fourth = room(pool.acquire(kind, 128, 3));

        assertThat(List.of(second, third)).containsOnly(first);
        assertThat(fourth).isNotSameAs(first);
    }

    @Test
    void itIsIdleOnlyWhenAllItsSlotsAreFree() {
        Member member = started(room(pool().acquire(kind, 128, 2)));
        warm(pool.acquire(kind, 128, 2));

        pool.free(member);
        assertThat(pool.count(Member.State.BUSY)).isEqualTo(1);
        assertThat(pool.takeOut(member)).isFalse();
        Afterwork afterwork = pool.settling(member);
        assertThat(pool.count(Member.State.SETTLING)).isEqualTo(1);
        assertThat(pool.takeOut(member)).isFalse();
        pool.free(afterwork);

        assertThat(pool.count(Member.State.IDLE)).isEqualTo(1);
        assertThat(pool.takeOut(member)).isTrue();
    }

    @Test
    void aSlotThatSettlesIsNotGivenAndTheOthersAre() {
        Member member = started(room(pool("longest-wait=1h").acquire(kind, 128, 2)));
        Afterwork afterwork = pool.settling(member);

        assertThat(warm(pool.acquire(kind, 128, 2))).isSameAs(member);
        CompletableFuture<Place> waits = pool.acquire(kind, 128, 2);
        assertThat(waits).isNotDone();
        pool.free(afterwork);

        assertThat(warm(waits)).isSameAs(member);
    }

    @Test
    void onlyASlotThatSettlesForTooLongIsTold() {
        Member member = started(room(pool().acquire(kind, 128, 2)));
        warm(pool.acquire(kind, 128, 2));
        Afterwork quick = pool.settling(member);
        pool.free(quick);
        assertThat(pool.settling(Duration.ZERO)).isEmpty();

        pool.settling(member);

        assertThat(pool.settling(Duration.ZERO)).containsExactly(member);
        assertThat(pool.settling(Duration.ofHours(1))).isEmpty();
    }

    @Test
    void callsWaitForTheStartOfASandboxThatHasSlotsForThem() {
        Member member = room(pool("longest-wait=1h").acquire(kind, 128, 3));
        CompletableFuture<Place> second = pool.acquire(kind, 128, 3);
        CompletableFuture<Place> third = pool.acquire(kind, 128, 3);
        Member other = room(pool.acquire(kind, 128, 3)); // no slot is left for it
        assertThat(List.of(second.isDone(), third.isDone())).containsOnly(false);

        pool.started(member);

        assertThat(List.of(warm(second), warm(third))).containsOnly(member);
        assertThat(other).isNotSameAs(member);
    }

    @Test
    void whoWaitedForAStartThatFailsStartsAnother() {
        Member member = room(pool().acquire(kind, 128, 2));
        CompletableFuture<Place> second = pool.acquire(kind, 128, 2);
        assertThat(second).isNotDone();

        pool.left(member);

        assertThat(room(second)).isNotSameAs(member);
    }

    @Test
    void whoGivesUpLeavesItsPromisedSlotToAnother() {
        Member member = room(pool("longest-wait=1h").acquire(kind, 128, 2));
        pool.acquire(kind, 128, 2).cancel(false);
        assertThat(pool.waiting()).isZero();
        CompletableFuture<Place> next = pool.acquire(kind, 128, 2);
        assertThat(next).isNotDone();

        pool.started(member);

        assertThat(warm(next)).isSameAs(member);
    }

    @Test
    void oneThatIsToLeaveHasItsCallsToTheirEndAndGetsNoMore() {
        Member member = started(room(pool().acquire(kind, 128, 3)));
        warm(pool.acquire(kind, 128, 3));
        pool.retire(kind.function(), kind.version(), 2);

        assertThat(pool.free(member)).isTrue();
        assertThat(room(pool.acquire(kind, 128, 3))).isNotSameAs(member);
        assertThat(pool.free(member)).isFalse();
    }

    @Test
    void callsFillOneSandboxSoThatOthersCanGo() {
        Member first = started(room(pool().acquire(kind, 128, 2)));
        warm(pool.acquire(kind, 128, 2));
        Member second = started(room(pool.acquire(kind, 128, 2)));
        pool.free(first);

        List<Member> next = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            next.add(warm(pool.acquire(kind, 128, 2)));
        }

        assertThat(next).containsExactly(first, second);
    }

    @Test
    void aWaitEndsAtItsTimeWithoutAThreadOfItsOwn() {
        pool("max-sandboxes=1", "longest-wait=20ms").acquire(kind, 128, 1);
        CompletableFuture<Place> refused = pool.acquire(kind, 128, 1);

        await().until(refused::isDone);

        assertThat(refused.join()).isInstanceOf(Place.None.class);
        assertThat(pool.waiting()).isZero();
    }

    @Test
    void whatWasServedToACallThatGaveUpIsFreeAgain() {
        Member only = started(room(pool("max-sandboxes=1").acquire(kind, 128, 1)));
        CompletableFuture<Place> gone = pool.acquire(kind, 128, 1);
        gone.cancel(false);
        pool.free(only);

        assertThat(warm(pool.acquire(kind, 128, 1))).isSameAs(only);
    }

    private Member started(Member member) {
        pool.started(member);
        return member;
    }

    private static Member warm(CompletableFuture<Place> promise) {
        return promise.getNow(null) instanceof Place.Warm(Member member)
                ? member
                : fail("no warm place: " + promise);
    }

    private static Member room(CompletableFuture<Place> promise) {
        return promise.getNow(null) instanceof Place.Room(Member member)
                ? member
                : fail("no room: " + promise);
    }

    private static Member fail(String reason) {
        throw new AssertionError(reason);
    }
}
