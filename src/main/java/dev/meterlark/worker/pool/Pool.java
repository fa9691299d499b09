package dev.meterlark.worker.pool;

import dev.meterlark.shared.FunctionId;
import dev.meterlark.worker.Ending;
import dev.meterlark.worker.KeepAlive;
import dev.meterlark.worker.Provisioned;
import dev.meterlark.worker.SandboxSpec;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.IntPredicate;

/**
 * Who has which sandbox. One lock, {@link Turns}, guards everything here and what {@link Slots} and
 * {@link Waiting} say it guards; no sandbox is touched and no promise is kept under it. Invariant:
 * whenever the lock is free, the queue has no call that comes next and could be served.
 */
final class Pool {

    private static final String STOPPING = "the platform is stopping";

    /** How long a call would rather wait for a sandbox of its kind than start another. */
    private static final Duration ABOUT_TO_BE_FREE = Duration.ofMillis(20);

    private final int maxMembers;
    private final long maxMemoryMiB;
    private final int maxWaiting;
    private final Duration longestWait;
    private final Duration longestLife;
    private final KeepAlive keepAlive;

    /** Idle sandboxes that were ended because their room was needed. */
    final LongAdder evictions = new LongAdder();

    /** Calls for which a sandbox was there. */
    final LongAdder hits = new LongAdder();

    private final Timers timers = new Timers("sandbox-waits");

    private final Turns turns = new Turns(this::dispatch);
    private final Occupancy occupancy;
    private final Groups groups;
    private final FairQueue queue = new FairQueue();
    private final Retirements retirements = new Retirements();

    private boolean closed;

    Pool(PoolProperties properties, long maxMemoryMiB, KeepAlive keepAlive) {
        this.maxMembers = properties.maxSandboxes();
        this.maxMemoryMiB = maxMemoryMiB;
        this.maxWaiting = properties.maxWaiting();
        this.longestWait = properties.longestWait();
        this.longestLife = properties.longestLife();
        this.keepAlive = keepAlive;
        this.occupancy = new Occupancy(maxMembers, maxMemoryMiB);
        this.groups = new Groups(occupancy);
    }

    KeepAlive keepAlive() {
        return keepAlive;
    }

    /**
     * Never blocks. The promise is kept within the configured wait, at once or on whatever thread
     * makes it possible; it never fails by itself. Whoever fails or cancels it gives up.
     */
    CompletableFuture<Place> acquire(SandboxSpec spec) {
        return acquire(Kind.of(spec), spec.memoryMiB(), spec.concurrency());
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
        turns.act(() -> enter(waiting));
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
        if (queue.size() == 0 && groups.hasFree(waiting.kind)) {
            waiting.place.complete(serve(waiting)); // nobody looks at it yet
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
                    ABOUT_TO_BE_FREE,
                    waiting.place,
                    () -> turns.act(() -> waiting.reuseOnly = false));
        }
        String reason =
                "no sandbox was free within %d ms: this node may have %d with %d MiB together"
                        .formatted(longestWait.toMillis(), maxMembers, maxMemoryMiB);
        timers.after(longestWait, waiting.place, () -> turns.act(() -> giveUp(waiting, reason)));
        waiting.place.whenComplete(
                (place, _) -> {
                    if (place == null) {
                        turns.act(() -> giveUp(waiting, "nobody waits for it any more"));
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
        return turns.read(() -> groups.hasFree(kind) || groups.hasSettling(kind));
    }

    /** It has made itself ready: what slots it has beside those in use are free. */
    void started(Member member) {
        turns.act(() -> groups.started(member));
    }

    /**
     * A call has its answer and the sandbox is not done with it yet.
     *
     * @return to be given back with {@link #free(Afterwork)}
     */
    Afterwork settling(Member member) {
        return turns.change(
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
        return turns.change(
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
        return turns.change(
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
        if (!closed && !retirements.hasRetired(member.kind()) && !member.isOlderThan(longestLife)) {
            return true;
        }
        groups.leave(member);
        return !member.slots().areAllFree();
    }

    /** It takes no call from here on; those that it has go on, and its end is somebody else's. */
    void leave(Member member) {
        turns.act(
                () -> {
                    if (!member.slots().isGone()) {
                        groups.leave(member);
                    }
                });
    }

    /** The sandbox is no more, or was never made. */
    void left(Member member) {
        turns.act(() -> groups.remove(member));
    }

    /**
     * Takes the idle sandboxes below this revision out. The others leave when they are free, also
     * those that are only made later, for calls that were admitted before.
     */
    List<Member> retire(FunctionId function, String version, long belowRevision) {
        return turns.change(
                () -> {
                    retirements.retire(function, version, belowRevision);
                    groups.dropFloors(function, version);
                    List<Member> ended = groups.idle(function, retirements::hasRetired);
                    ended.forEach(groups::remove);
                    return ended;
                });
    }

    /**
     * Sees to it that so many of the kind are there, held while idle, as far as the node may.
     *
     * @return those to be started now; they are to be given back with {@link #left} when that fails
     */
    List<Member> keepWarm(SandboxSpec spec, int atLeast) {
        return turns.change(
                () -> {
                    if (!retirements.hasRetired(Kind.of(spec))) {
                        groups.floor(spec, atLeast);
                    }
                    int most = groups.mostFor(Kind.of(spec), spec.memoryMiB());
                    return ahead(spec, Math.min(atLeast, most), occupancy::hasRoomWithoutIdle);
                });
    }

    List<Provisioned> provisioned() {
        return turns.read(groups::provisioned);
    }

    /** As {@link #keepWarm}, but holds none and takes only room that nobody has. */
    List<Member> prepare(SandboxSpec spec, int atLeast) {
        return turns.change(() -> ahead(spec, atLeast, occupancy::hasRoom));
    }

    private List<Member> ahead(SandboxSpec spec, int atLeast, IntPredicate hasRoom) {
        Kind kind = Kind.of(spec);
        List<Member> added = new ArrayList<>();
        while (!closed
                && !retirements.hasRetired(kind)
                && groups.size(kind) < atLeast
                && hasRoom.test(spec.memoryMiB())) {
            added.add(add(Member.ahead(kind, spec.memoryMiB(), spec.concurrency())));
        }
        return added;
    }

    /**
     * One that was made before any call has made itself ready.
     *
     * @return whether it stays; if not, it is to be ended
     */
    boolean ready(Member member) {
        return turns.change(
                () -> {
                    if (member.slots().isGone()) {
                        return true;
                    }
                    groups.started(member);
                    return stays(member);
                });
    }

    /** Idle for longer than this; they stay where they are. */
    List<Member> idle(Duration longerThan) {
        return turns.read(() -> groups.idle(longerThan.toNanos(), System.nanoTime()));
    }

    /** Those that could be ended. */
    List<Group.Resting> resting() {
        return turns.read(() -> groups.resting(System.nanoTime()));
    }

    /** With a slot that is not done for longer than this. */
    List<Member> settling(Duration longerThan) {
        return turns.read(() -> groups.settling(longerThan.toNanos(), System.nanoTime()));
    }

    /** Takes it out if it is still idle. */
    boolean takeOut(Member member) {
        return turns.change(
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
        turns.act(
                () -> {
                    closed = true;
                    queue.drain().forEach(each -> refuse(each, STOPPING));
                });
        timers.close();
    }

    int count(Member.State state) {
        return turns.read(() -> groups.count(state));
    }

    <T> T read(Function<Groups, T> ofAll) {
        return turns.read(() -> ofAll.apply(groups));
    }

    int waiting() {
        return turns.read(queue::size);
    }

    /** Whom a change serves is served with it. */
    private void dispatch() {
        for (Waiting next; (next = queue.next(groups)) != null; ) {
            tell(next, serve(next));
        }
    }

    private Place serve(Waiting waiting) {
        Member free = groups.take(waiting.kind);
        if (free != null) {
            hits.increment();
            return new Place.Warm(free);
        }
        return new Place.Room(add(Member.forCall(waiting.kind, waiting.memoryMiB, waiting.slots)));
    }

    /** There has to be room for it without the resting ones. */
    private Member add(Member member) {
        long now = System.nanoTime();
        for (Member evicted : groups.evictFor(member.memoryMiB(), resting -> worth(resting, now))) {
            evictions.increment();
            turns.later(() -> Lives.end(evicted, "its room was needed"));
        }
        groups.add(member);
        return member;
    }

    private double worth(Member member, long now) {
        return keepAlive.worth(
                member.kind().function(),
                member.kind().version(),
                Duration.ofNanos(member.slots().idleNanos(now)),
                member.memoryMiB());
    }

    private void refuse(Waiting waiting, String reason) {
        tell(waiting, new Place.None(new Ending.NoneFree(reason)));
    }

    private void tell(Waiting waiting, Place place) {
        waiting.isPromisedNoMore();
        turns.later(
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
}
