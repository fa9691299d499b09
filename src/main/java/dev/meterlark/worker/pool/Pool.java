package dev.meterlark.worker.pool;

import dev.meterlark.shared.FunctionId;
import dev.meterlark.worker.SandboxSpec;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Who has which sandbox. One lock guards everything here and what {@link Member} says it guards; no
 * sandbox is touched under it. Invariant: whenever the lock is free, no waiting call could be
 * served.
 */
final class Pool {

    /** How long a call would rather wait for a sandbox of its kind than start another. */
    private static final Duration ABOUT_TO_BE_FREE = Duration.ofMillis(20);

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
    private long memoryMiB;
    private boolean closed;

    Pool(PoolProperties properties, long maxMemoryMiB) {
        this.maxMembers = properties.maxSandboxes();
        this.maxMemoryMiB = maxMemoryMiB;
        this.maxWaiting = properties.maxWaiting();
        this.longestWait = properties.longestWait();
        this.longestLife = properties.longestLife();
    }

    /** Blocks for at most the configured wait. */
    Place acquire(SandboxSpec spec) {
        if (spec.memoryMiB() > maxMemoryMiB) {
            return new Place.None(
                    "the function wants %d MiB and all sandboxes of this node together may have %d MiB"
                            .formatted(spec.memoryMiB(), maxMemoryMiB));
        }
        Waiting waiting;
        synchronized (lock) {
            Place now = immediately(spec);
            if (now != null) {
                return now;
            }
            Group group = groups.get(Kind.of(spec));
            waiting = new Waiting(spec, group != null && group.settling > 0);
            queue.add(waiting);
        }
        if (waiting.reuseOnly()) {
            Place reused = await(waiting, ABOUT_TO_BE_FREE);
            return reused == null ? acquireAny(spec) : reused;
        }
        return awaitOrRefuse(waiting);
    }

    private Place acquireAny(SandboxSpec spec) {
        Waiting waiting = new Waiting(spec, false);
        synchronized (lock) {
            queue.add(waiting);
            dispatch();
        }
        return awaitOrRefuse(waiting);
    }

    /** Null when the call has to wait. */
    private @Nullable Place immediately(SandboxSpec spec) {
        if (closed) {
            return new Place.None("the platform is stopping");
        }
        Waiting asked = new Waiting(spec, false);
        Group group = groups.get(Kind.of(spec));
        boolean better = group != null && group.settling > 0 && group.idle.isEmpty();
        if (queue.size() == 0 && !better && servable(asked)) {
            return serve(asked);
        }
        if (queue.size() >= maxWaiting) {
            return new Place.None(
                    "%d calls already wait for a sandbox on this node".formatted(queue.size()));
        }
        return null;
    }

    private Place awaitOrRefuse(Waiting waiting) {
        Place place = await(waiting, longestWait);
        return place != null
                ? place
                : new Place.None(
                        "no sandbox was free within %d ms: this node may have %d with %d MiB together"
                                .formatted(longestWait.toMillis(), maxMembers, maxMemoryMiB));
    }

    /** Null when the time has passed. */
    private @Nullable Place await(Waiting waiting, Duration limit) {
        try {
            return waiting.place().get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return given(waiting);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            Place given = given(waiting);
            return given != null ? given : new Place.None("the platform is stopping");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a promise of a place never fails", e);
        }
    }

    private @Nullable Place given(Waiting waiting) {
        synchronized (lock) {
            return queue.remove(waiting) ? null : waiting.place().join();
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
            if (closed || member.retired || member.isOlderThan(longestLife)) {
                member.state = Member.State.BUSY;
                return false;
            }
            member.state = Member.State.IDLE;
            member.since = System.nanoTime();
            group(member.kind()).idle.addLast(member);
            idle.add(member);
            dispatch();
            return true;
        }
    }

    /** The sandbox is no more, or was never made. */
    void left(Member member) {
        synchronized (lock) {
            remove(member);
            dispatch();
        }
    }

    /** Takes the idle sandboxes below this revision out; the others leave when they are free. */
    List<Member> retire(FunctionId function, long belowRevision) {
        synchronized (lock) {
            List<Member> ended = new ArrayList<>();
            for (Member member : List.copyOf(members)) {
                Kind kind = member.kind();
                if (kind.function().equals(function) && kind.revision() < belowRevision) {
                    member.retired = true;
                    if (member.state == Member.State.IDLE) {
                        remove(member);
                        ended.add(member);
                    }
                }
            }
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

    /** Refuses everyone who waits and comes; returns all that are there. */
    List<Member> close() {
        synchronized (lock) {
            closed = true;
            for (Waiting each; (each = queue.next(_ -> true)) != null; ) {
                each.place().complete(new Place.None("the platform is stopping"));
            }
            return List.copyOf(members);
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
        for (Waiting next; (next = queue.next(this::servable)) != null; ) {
            next.place().complete(serve(next));
        }
    }

    private boolean servable(Waiting waiting) {
        Group group = groups.get(Kind.of(waiting.spec()));
        if (group != null && !group.idle.isEmpty()) {
            return true;
        }
        return !waiting.reuseOnly() && evictedFor(waiting.spec().memoryMiB()) != null;
    }

    private Place serve(Waiting waiting) {
        SandboxSpec spec = waiting.spec();
        Kind kind = Kind.of(spec);
        Group group = groups.get(kind);
        if (group != null && !group.idle.isEmpty()) {
            Member newest = group.idle.getLast();
            leaveGroup(newest);
            newest.state = Member.State.BUSY;
            return new Place.Warm(newest);
        }
        List<Member> evicted = evictedFor(spec.memoryMiB());
        if (evicted == null) {
            throw new IllegalStateException("no room for " + spec.memoryMiB() + " MiB");
        }
        evicted.forEach(this::remove);
        Member member = new Member(kind, spec.memoryMiB());
        members.add(member);
        memoryMiB += spec.memoryMiB();
        return new Place.Room(member, evicted);
    }

    /** The idle ones whose end makes room, none when there is room; null when there cannot be. */
    private @Nullable List<Member> evictedFor(int wantedMiB) {
        List<Member> evicted = new ArrayList<>();
        long freeMiB = maxMemoryMiB - memoryMiB;
        int freeMembers = maxMembers - members.size();
        for (Member member : idle) {
            if (freeMembers > 0 && freeMiB >= wantedMiB) {
                break;
            }
            evicted.add(member);
            freeMiB += member.memoryMiB();
            freeMembers++;
        }
        return freeMembers > 0 && freeMiB >= wantedMiB ? evicted : null;
    }

    private void remove(Member member) {
        if (member.state == Member.State.GONE) {
            return;
        }
        leaveGroup(member);
        member.state = Member.State.GONE;
        members.remove(member);
        memoryMiB -= member.memoryMiB();
    }

    private void leaveGroup(Member member) {
        Group group = groups.get(member.kind());
        if (group == null) {
            return;
        }
        if (member.state == Member.State.IDLE) {
            group.idle.remove(member);
            idle.remove(member);
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
}
