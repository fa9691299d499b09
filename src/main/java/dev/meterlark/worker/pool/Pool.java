package dev.meterlark.worker.pool;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.worker.Ending;
import dev.meterlark.worker.SandboxSpec;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Who has which sandbox. One lock guards everything here and what {@link Member} says it guards; no
 * sandbox is touched under it. Invariant: whenever the lock is free, the queue has no call that
 * comes next and could be served.
 */
final class Pool {

    private static final String STOPPING = "the platform is stopping";

    /** How long a call would rather wait for a sandbox of its kind than start another. */
    private static final Duration ABOUT_TO_BE_FREE = Duration.ofMillis(20);

    /** Functions whose retirement is remembered, for calls that were admitted before it. */
    private static final int RETIREMENTS = 10_000;

    private static final class Group {
        private final Deque<Member> idle = new ArrayDeque<>();
        private int settling;

        boolean isEmpty() {
            return idle.isEmpty() && settling == 0;
        }
    }

    private final int maxMembers;
    private final long maxMemoryMiB;
    private final int maxWaiting;
    private final Duration longestWait;
    private final Duration longestLife;

    private final Object lock = new Object();
    private final Set<Member> members = new LinkedHashSet<>();
    private final Map<Kind, Group> groups = new HashMap<>();

    /** The one unused for longest comes first. */
    private final Set<Member> idle = new LinkedHashSet<>();

    private final FairQueue queue = new FairQueue();
    private final FairQueue.Chances chances = new NodeChances();
    private final Occupancy occupancy;
    private final SequencedMap<FunctionId, Long> retiredBelow = new LinkedHashMap<>();
    private boolean closed;

    Pool(PoolProperties properties, long maxMemoryMiB) {
        this.maxMembers = properties.maxSandboxes();
        this.maxMemoryMiB = maxMemoryMiB;
        this.maxWaiting = properties.maxWaiting();
        this.longestWait = properties.longestWait();
        this.longestLife = properties.longestLife();
        this.occupancy = new Occupancy(maxMembers, maxMemoryMiB);
    }

    /** Blocks for at most the configured wait. */
    Place acquire(SandboxSpec spec) {
        if (spec.memoryMiB() > maxMemoryMiB) {
            return new Place.None(
                    new Ending.NotStarted(
                            "the function wants %d MiB and all sandboxes of this node together may have %d MiB"
                                    .formatted(spec.memoryMiB(), maxMemoryMiB)));
        }
        return await(enter(new Waiting(Kind.of(spec), spec.memoryMiB())));
    }

    private Waiting enter(Waiting waiting) {
        synchronized (lock) {
            if (closed) {
                waiting.refuse(STOPPING);
                return waiting;
            }
            waiting.reuseOnly = queue.size() < maxWaiting && isAboutToBeFree(waiting.kind);
            queue.add(waiting);
            dispatch();
            if (queue.size() > maxWaiting) {
                queue.tooMany(waiting)
                        .refuse(
                                "%d calls already wait for a sandbox on this node"
                                        .formatted(maxWaiting));
                dispatch();
            }
            return waiting;
        }
    }

    private boolean isAboutToBeFree(Kind kind) {
        Group group = groups.get(kind);
        return group != null && group.settling > 0 && group.idle.isEmpty();
    }

    private Place await(Waiting waiting) {
        try {
            return waiting.reuseOnly
                    ? awaitReuse(waiting)
                    : waiting.place.get(longestWait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return givenOr(
                    waiting,
                    "no sandbox was free within %d ms: this node may have %d with %d MiB together"
                            .formatted(longestWait.toMillis(), maxMembers, maxMemoryMiB));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return givenOr(waiting, STOPPING);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a promise of a place never fails", e);
        }
    }

    private Place awaitReuse(Waiting waiting)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return waiting.place.get(ABOUT_TO_BE_FREE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            synchronized (lock) {
                waiting.reuseOnly = false;
                dispatch();
            }
            return waiting.place.get(longestWait.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** The end of a wait; others may have stood back for it. */
    private Place givenOr(Waiting waiting, String reason) {
        synchronized (lock) {
            if (queue.remove(waiting)) {
                waiting.refuse(reason);
                dispatch();
            }
            return waiting.place.join();
        }
    }

    /** Whether a sandbox of this kind is free or about to be. */
    boolean mayReuse(Kind kind) {
        synchronized (lock) {
            return groups.containsKey(kind);
        }
    }

    /** The sandbox has given its answer and is not done yet. */
    void settling(Member member) {
        synchronized (lock) {
            if (member.state == Member.State.BUSY) {
                member.state = Member.State.SETTLING;
                member.since = System.nanoTime();
                group(member.kind()).settling++;
            }
        }
    }

    /**
     * The sandbox is free for another call.
     *
     * @return whether it stays; if not, it is to be ended
     */
    boolean free(Member member) {
        synchronized (lock) {
            if (member.state == Member.State.GONE) {
                return true;
            }
            leaveGroup(member);
            if (closed || isRetired(member.kind()) || member.isOlderThan(longestLife)) {
                member.state = Member.State.BUSY;
                return false;
            }
            member.state = Member.State.IDLE;
            member.since = System.nanoTime();
            group(member.kind()).idle.addLast(member);
            idle.add(member);
            occupancy.worksNoMore(member);
            occupancy.rests(member);
            dispatch();
            return true;
        }
    }

    private boolean isRetired(Kind kind) {
        return kind.revision() < retiredBelow.getOrDefault(kind.function(), Long.MIN_VALUE);
    }

    /** The sandbox is no more, or was never made. */
    void left(Member member) {
        synchronized (lock) {
            remove(member);
            dispatch();
        }
    }

    /**
     * Takes the idle sandboxes below this revision out. The others leave when they are free, also
     * those that are only made later, for calls that were admitted before.
     */
    List<Member> retire(FunctionId function, long belowRevision) {
        synchronized (lock) {
            retiredBelow.merge(function, belowRevision, Math::max);
            if (retiredBelow.size() > RETIREMENTS) {
                retiredBelow.pollFirstEntry();
            }
            List<Member> ended =
                    idle.stream()
                            .filter(member -> member.kind().function().equals(function))
                            .filter(member -> isRetired(member.kind()))
                            .toList();
            ended.forEach(this::remove);
            dispatch();
            return ended;
        }
    }

    /** Members in this state for longer than this; they stay where they are. */
    List<Member> staying(Member.State state, Duration longerThan) {
        long now = System.nanoTime();
        synchronized (lock) {
            return members.stream()
                    .filter(member -> member.state == state)
                    .filter(member -> now - member.since > longerThan.toNanos())
                    .toList();
        }
    }

    /** Takes it out if it is still idle. */
    boolean takeOut(Member member) {
        synchronized (lock) {
            if (member.state != Member.State.IDLE) {
                return false;
            }
            remove(member);
            dispatch();
            return true;
        }
    }

    /** Refuses everyone who waits and comes. */
    void close() {
        synchronized (lock) {
            closed = true;
            queue.drain().forEach(each -> each.refuse(STOPPING));
        }
    }

    int count(Member.State state) {
        synchronized (lock) {
            return (int) members.stream().filter(member -> member.state == state).count();
        }
    }

    int waiting() {
        synchronized (lock) {
            return queue.size();
        }
    }

    private void dispatch() {
        for (Waiting next; (next = queue.next(chances)) != null; ) {
            next.place.complete(serve(next));
        }
    }

    private Place serve(Waiting waiting) {
        Group group = groups.get(waiting.kind);
        if (group != null && !group.idle.isEmpty()) {
            Member newest = group.idle.getLast();
            leaveGroup(newest);
            newest.state = Member.State.BUSY;
            occupancy.works(newest);
            return new Place.Warm(newest);
        }
        List<Member> evicted = evictFor(waiting.memoryMiB);
        var member = new Member(waiting.kind, waiting.memoryMiB);
        members.add(member);
        occupancy.works(member);
        return new Place.Room(member, evicted);
    }

    private List<Member> evictFor(int wantedMiB) {
        List<Member> evicted = new ArrayList<>();
        while (!occupancy.hasRoom(wantedMiB)) {
            Member oldest = idle.iterator().next();
            remove(oldest);
            evicted.add(oldest);
        }
        return evicted;
    }

    private void remove(Member member) {
        if (member.state == Member.State.GONE) {
            return;
        }
        if (member.state != Member.State.IDLE) {
            occupancy.worksNoMore(member);
        }
        leaveGroup(member);
        member.state = Member.State.GONE;
        members.remove(member);
    }

    private void leaveGroup(Member member) {
        Group group = groups.get(member.kind());
        if (group == null) {
            return;
        }
        if (member.state == Member.State.IDLE) {
            group.idle.removeLastOccurrence(member);
            idle.remove(member);
            occupancy.restsNoMore(member);
        } else if (member.state == Member.State.SETTLING) {
            group.settling--;
        }
        if (group.isEmpty()) {
            groups.remove(member.kind());
        }
    }

    private Group group(Kind kind) {
        return groups.computeIfAbsent(kind, _ -> new Group());
    }

    private final class NodeChances implements FairQueue.Chances {

        @Override
        public FairQueue.Chance of(Waiting waiting) {
            Group group = groups.get(waiting.kind);
            if (group != null && !group.idle.isEmpty()) {
                return FairQueue.Chance.NOW;
            }
            if (waiting.reuseOnly) {
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
