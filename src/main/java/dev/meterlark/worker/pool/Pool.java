package dev.meterlark.worker.pool;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.worker.Ending;
import dev.meterlark.worker.SandboxSpec;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Who has which sandbox. One lock guards everything here and what {@link Slots} and {@link Waiting}
 * say it guards; no sandbox is touched and no promise is kept under it. Invariant: whenever the
 * lock is free, the queue has no call that comes next and could be served.
 */
final class Pool {

    private static final String STOPPING = "the platform is stopping";

    /** How long a call would rather wait for a sandbox of its kind than start another. */
    private static final Duration ABOUT_TO_BE_FREE = Duration.ofMillis(20);

    /** Functions whose retirement is remembered, for calls that were admitted before it. */
    private static final int RETIREMENTS = 10_000;

    private final int maxMembers;
    private final long maxMemoryMiB;
    private final int maxWaiting;
    private final Duration longestWait;
    private final Duration longestLife;
    private final Timers timers = new Timers("sandbox-waits");

    private final Object lock = new Object();
    private final Occupancy occupancy;
    private final Groups groups;
    private final FairQueue queue = new FairQueue();
    private final FairQueue.Chances chances = new NodeChances();
    private final SequencedMap<FunctionId, Long> retiredBelow = new LinkedHashMap<>();

    /** To be done in this order once the lock is free. */
    private List<Runnable> deeds = new ArrayList<>();

    private boolean closed;

    Pool(PoolProperties properties, long maxMemoryMiB) {
        this.maxMembers = properties.maxSandboxes();
        this.maxMemoryMiB = maxMemoryMiB;
        this.maxWaiting = properties.maxWaiting();
        this.longestWait = properties.longestWait();
        this.longestLife = properties.longestLife();
        this.occupancy = new Occupancy(maxMembers, maxMemoryMiB);
        this.groups = new Groups(occupancy);
    }

    /**
     * Never blocks. The promise is kept within the configured wait, at once or on whatever thread
     * makes it possible; it never fails by itself. Whoever fails or cancels it gives up.
     */
    CompletableFuture<Place> acquire(SandboxSpec spec) {
        return acquire(Kind.of(spec), spec.memoryMiB(), 1);
    }

    /**
     * @param slots calls that a sandbox of this kind may have at once
     */
    CompletableFuture<Place> acquire(Kind kind, int memoryMiB, int slots) {
        if (memoryMiB > maxMemoryMiB) {
            return CompletableFuture.completedFuture(
                    new Place.None(
                            new Ending.NotStarted(
                                    "the function wants %d MiB and all sandboxes of this node together may have %d MiB"
                                            .formatted(memoryMiB, maxMemoryMiB))));
        }
        var waiting = new Waiting(kind, memoryMiB, slots);
        act(() -> enter(waiting));
        if (!waiting.place.isDone()) {
            bound(waiting);
        }
        return waiting.place;
    }

    private void enter(Waiting waiting) {
        if (closed) {
            refuse(waiting, STOPPING);
            return;
        }
        if (queue.size() < maxWaiting && !groups.hasFree(waiting.kind)) {
            waiting.promised = groups.promise(waiting.kind);
            waiting.reuseOnly = groups.hasSettling(waiting.kind);
        }
        queue.add(waiting);
        dispatch();
        if (queue.size() > maxWaiting) {
            refuse(
                    queue.tooMany(waiting),
                    "%d calls already wait for a sandbox on this node".formatted(maxWaiting));
        }
    }

    private void bound(Waiting waiting) {
        if (waiting.reuseOnly) {
            timers.after(
                    ABOUT_TO_BE_FREE, waiting.place, () -> act(() -> waiting.reuseOnly = false));
        }
        String reason =
                "no sandbox was free within %d ms: this node may have %d with %d MiB together"
                        .formatted(longestWait.toMillis(), maxMembers, maxMemoryMiB);
        timers.after(longestWait, waiting.place, () -> act(() -> giveUp(waiting, reason)));
        waiting.place.whenComplete(
                (place, _) -> {
                    if (place == null) {
                        act(() -> giveUp(waiting, "nobody waits for it any more"));
                    }
                });
    }

    /** The end of a wait; others may have stood back for it. */
    private void giveUp(Waiting waiting, String reason) {
        if (queue.remove(waiting)) {
            refuse(waiting, reason);
        }
    }

    /** Whether a sandbox of this kind is free or about to be. */
    boolean mayReuse(Kind kind) {
        synchronized (lock) {
            return groups.hasFree(kind) || groups.hasSettling(kind);
        }
    }

    /** It has made itself ready: what slots it has beside those in use are free. */
    void started(Member member) {
        act(() -> groups.started(member));
    }

    /**
     * A call has its answer and the sandbox is not done with it yet.
     *
     * @return to be given back with {@link #free(Afterwork)}
     */
    Afterwork settling(Member member) {
        return change(
                () -> {
                    if (member.slots().isGone()) {
                        return new Afterwork(member);
                    }
                    groups.started(member);
                    return groups.settles(member);
                });
    }

    /**
     * One call of the sandbox is over and its slot free for another; once for each call, unless
     * {@link #settling} took its place.
     *
     * @return whether the sandbox stays; if not, it is to be ended
     */
    boolean free(Member member) {
        return change(
                () -> {
                    if (member.slots().isGone()) {
                        return true;
                    }
                    groups.started(member);
                    groups.callEnds(member);
                    return stays(member);
                });
    }

    /** As {@link #free(Member)}, after what followed the answer. */
    boolean free(Afterwork afterwork) {
        return change(
                () -> {
                    if (afterwork.member().slots().isGone()) {
                        return true;
                    }
                    groups.settled(afterwork);
                    return stays(afterwork.member());
                });
    }

    /** One that is to leave has its other calls to their end, and gets no more. */
    private boolean stays(Member member) {
        if (!closed && !isRetired(member.kind()) && !member.isOlderThan(longestLife)) {
            return true;
        }
        groups.leave(member);
        return !member.slots().areAllFree();
    }

    private boolean isRetired(Kind kind) {
        return kind.revision() < retiredBelow.getOrDefault(kind.function(), Long.MIN_VALUE);
    }

    /** The sandbox is no more, or was never made. */
    void left(Member member) {
        act(() -> groups.remove(member));
    }

    /**
     * Takes the idle sandboxes below this revision out. The others leave when they are free, also
     * those that are only made later, for calls that were admitted before.
     */
    List<Member> retire(FunctionId function, long belowRevision) {
        return change(
                () -> {
                    retiredBelow.merge(function, belowRevision, Math::max);
                    if (retiredBelow.size() > RETIREMENTS) {
                        retiredBelow.pollFirstEntry();
                    }
                    List<Member> ended =
                            groups.idle()
                                    .filter(member -> member.kind().function().equals(function))
                                    .filter(member -> isRetired(member.kind()))
                                    .toList();
                    ended.forEach(groups::remove);
                    return ended;
                });
    }

    /** Idle for longer than this; they stay where they are. */
    List<Member> idle(Duration longerThan) {
        long now = System.nanoTime();
        long nanos = longerThan.toNanos();
        synchronized (lock) {
            return groups.idle()
                    .filter(member -> member.slots().isIdleForLongerThan(nanos, now))
                    .toList();
        }
    }

    /** With a slot that is not done for longer than this. */
    List<Member> settling(Duration longerThan) {
        long now = System.nanoTime();
        long nanos = longerThan.toNanos();
        synchronized (lock) {
            return groups.all()
                    .filter(member -> member.slots().settlesForLongerThan(nanos, now))
                    .toList();
        }
    }

    /** Takes it out if it is still idle. */
    boolean takeOut(Member member) {
        return change(
                () -> {
                    boolean idle = member.slots().isIdle();
                    if (idle) {
                        groups.remove(member);
                    }
                    return idle;
                });
    }

    /** Refuses everyone who waits and comes. */
    void close() {
        act(
                () -> {
                    closed = true;
                    queue.drain().forEach(each -> refuse(each, STOPPING));
                });
        timers.close();
    }

    int count(Member.State state) {
        synchronized (lock) {
            return (int) groups.all().filter(member -> member.slots().state() == state).count();
        }
    }

    int waiting() {
        synchronized (lock) {
            return queue.size();
        }
    }

    /** What every change goes through: whom it serves is served, and told without the lock. */
    private <T> T change(Supplier<T> change) {
        T result;
        List<Runnable> todo;
        synchronized (lock) {
            result = change.get();
            dispatch();
            todo = deeds;
            deeds = new ArrayList<>();
        }
        todo.forEach(Runnable::run);
        return result;
    }

    private void act(Runnable change) {
        change(
                () -> {
                    change.run();
                    return true;
                });
    }

    private void dispatch() {
        for (Waiting next; (next = queue.next(chances)) != null; ) {
            tell(next, serve(next));
        }
    }

    private Place serve(Waiting waiting) {
        Member free = groups.take(waiting.kind);
        if (free != null) {
            return new Place.Warm(free);
        }
        for (Member evicted : groups.evictFor(waiting.memoryMiB)) {
            deeds.add(() -> Lives.end(evicted, "its room was needed"));
        }
        var member = Member.forCall(waiting.kind, waiting.memoryMiB, waiting.slots);
        groups.add(member);
        return new Place.Room(member);
    }

    private void refuse(Waiting waiting, String reason) {
        tell(waiting, new Place.None(new Ending.NoneFree(reason)));
    }

    private void tell(Waiting waiting, Place place) {
        waiting.isPromisedNoMore();
        deeds.add(
                () -> {
                    if (!waiting.place.complete(place)) {
                        giveBack(place);
                    }
                });
    }

    /** The call gave up at the moment it was served. */
    private void giveBack(Place place) {
        switch (place) {
            case Place.Warm(Member member) -> {
                if (!free(member)) {
                    Lives.end(member, "it is no longer needed");
                }
            }
            case Place.Room(Member member) -> left(member);
            case Place.None _ -> {}
        }
    }

    private final class NodeChances implements FairQueue.Chances {

        @Override
        public FairQueue.Chance of(Waiting waiting) {
            if (groups.hasFree(waiting.kind)) {
                return FairQueue.Chance.NOW;
            }
            if (waiting.reuseOnly || waiting.waitsForStart()) {
                return FairQueue.Chance.LATER;
            }
            return occupancy.hasRoomWithoutIdle(waiting.memoryMiB)
                    ? FairQueue.Chance.NOW
                    : FairQueue.Chance.LACKS_ROOM;
        }

        @Override
        public double share(AccountId account) {
            return occupancy.share(account);
        }

        @Override
        public double shareWith(Waiting waiting) {
            return occupancy.shareWith(waiting.account(), waiting.memoryMiB);
        }
    }
}
