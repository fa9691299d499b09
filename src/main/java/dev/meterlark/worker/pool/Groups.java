package dev.meterlark.worker.pool;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.worker.Provisioned;
import dev.meterlark.worker.SandboxSpec;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The sandboxes of a node, by their kind and by what they do. Not thread-safe; the pool's lock
 * guards it.
 */
final class Groups implements FairQueue.Chances {

    private final Map<Kind, Group> groups = new HashMap<>();

    /** How many of a kind are to be there though nobody calls. */
    private final Map<Kind, Integer> floors = new HashMap<>();

    /** Of all kinds; the one unused for longest comes first. */
    private final Set<Member> resting = new LinkedHashSet<>();

    private final Occupancy occupancy;
    private final HeldTime heldTime = new HeldTime(System::nanoTime);

    Groups(Occupancy occupancy) {
        this.occupancy = occupancy;
    }

    /** Being made; it is in use until it has started. */
    void add(Member member) {
        Group group = groups.computeIfAbsent(member.kind(), _ -> new Group());
        group.members.add(member);
        occupancy.works(member);
        balance(member.kind(), group);
    }

    int size(Kind kind) {
        Group group = groups.get(kind);
        return group == null ? 0 : group.members.size();
    }

    boolean hasFree(Kind kind) {
        Group group = groups.get(kind);
        return group != null && !group.free.isEmpty();
    }

    boolean hasSettling(Kind kind) {
        Group group = groups.get(kind);
        return group != null && group.settling > 0;
    }

    /** A sandbox with a slot for one call more, which the call now has. */
    @Nullable Member take(Kind kind) {
        Group group = groups.get(kind);
        if (group == null || group.free.isEmpty()) {
            return null;
        }
        Member newest = group.free.getLast();
        newest.slots().callBegins();
        file(newest, group);
        return newest;
    }

    /** A sandbox about to start that has a slot for one waiting call more, which is now its. */
    @Nullable Member promise(Kind kind) {
        Group group = groups.get(kind);
        if (group == null) {
            return null;
        }
        return group.members.stream()
                .filter(member -> member.slots().promise())
                .findFirst()
                .orElse(null);
    }

    void started(Member member) {
        if (member.slots().isStarting()) {
            member.slots().started();
            file(member);
        }
    }

    void callEnds(Member member) {
        member.slots().callEnds();
        file(member);
    }

    Afterwork settles(Member member) {
        var afterwork = new Afterwork(member);
        member.slots().settles(afterwork);
        group(member).settling++;
        file(member);
        return afterwork;
    }

    void settled(Afterwork afterwork) {
        Member member = afterwork.member();
        member.slots().settled(afterwork);
        group(member).settling--;
        file(member);
    }

    /** No call is given to it from here on. */
    void leave(Member member) {
        member.slots().leave();
        file(member);
    }

    void remove(Member member) {
        Slots slots = member.slots();
        if (slots.isGone()) {
            return;
        }
        Group group = group(member);
        group.settling -= slots.settling();
        group.free.remove(member);
        group.members.remove(member);
        holdsNoMore(member, group);
        if (group.resting.remove(member)) {
            resting.remove(member);
            occupancy.restsNoMore(member);
        } else {
            occupancy.worksNoMore(member);
        }
        slots.go();
        if (group.members.isEmpty()) {
            groups.remove(member.kind());
        } else {
            balance(member.kind(), group);
        }
    }

    void floor(SandboxSpec spec, int sandboxes) {
        heldTime.named(spec.function(), spec.functionName());
        floor(Kind.of(spec), sandboxes);
    }

    /** What was held since this was asked the last time. */
    List<Provisioned> provisioned() {
        return heldTime.take();
    }

    private void floor(Kind kind, int sandboxes) {
        if (sandboxes > 0) {
            floors.put(kind, sandboxes);
        } else {
            floors.remove(kind);
        }
        Group group = groups.get(kind);
        if (group != null) {
            balance(kind, group);
        }
    }

    /** How many of the kind could be there for its floor; what is just starting may yet be held. */
    int mostFor(Kind kind, int memoryMiB) {
        long starting = all().filter(member -> member.slots().isStarting()).count();
        return size(kind) + (int) Math.max(0, occupancy.roomToHold(memoryMiB) - starting);
    }

    /** What floors a version had, in whatever revision, are no more. */
    void dropFloors(FunctionId function, String version) {
        List<Kind> had =
                floors.keySet().stream()
                        .filter(kind -> kind.function().equals(function))
                        .filter(kind -> kind.version().equals(version))
                        .toList();
        had.forEach(kind -> floor(kind, 0));
    }

    /** Takes resting ones out, least worth first, until there is room; they are to be ended. */
    List<Member> evictFor(int wantedMiB, ToDoubleFunction<Member> worth) {
        List<Member> evicted = new ArrayList<>();
        while (!occupancy.hasRoom(wantedMiB)) {
            Member least = resting.stream().min(Comparator.comparingDouble(worth)).orElseThrow();
            remove(least);
            evicted.add(least);
        }
        return evicted;
    }

    private Stream<Member> all() {
        return groups.values().stream().flatMap(group -> group.members.stream());
    }

    int size() {
        return groups.values().stream().mapToInt(group -> group.members.size()).sum();
    }

    long memoryMiB() {
        return all().mapToLong(Member::memoryMiB).sum();
    }

    int count(Member.State state) {
        return (int) all().filter(member -> member.slots().state() == state).count();
    }

    List<Member> idle(long longerThanNanos, long now) {
        return all().filter(member -> member.slots().isIdle())
                .filter(member -> member.slots().idleNanos(now) > longerThanNanos)
                .toList();
    }

    List<Member> idle(FunctionId function, Predicate<Kind> which) {
        return all().filter(member -> member.kind().function().equals(function))
                .filter(member -> member.slots().isIdle() && which.test(member.kind()))
                .toList();
    }

    List<Member> settling(long longerThanNanos, long now) {
        return all().filter(member -> member.slots().settlesForLongerThan(longerThanNanos, now))
                .toList();
    }

    List<Group.Resting> resting(long now) {
        return groups.values().stream().flatMap(group -> group.resting(now).stream()).toList();
    }

    private Group group(Member member) {
        Group group = groups.get(member.kind());
        if (group == null) {
            throw new IllegalStateException("no sandbox of " + member.kind());
        }
        return group;
    }

    private void file(Member member) {
        file(member, group(member));
    }

    private void file(Member member, Group group) {
        if (member.slots().hasFree()) {
            group.free.add(member);
        } else {
            group.free.remove(member);
        }
        if (!member.slots().isIdle()) {
            holdsNoMore(member, group);
            restsNoMore(member, group);
        } else if (!group.held.contains(member)) {
            rests(member, group);
        }
        balance(member.kind(), group);
    }

    /** What is held for the floor counts as in use, so that it is in its account's share. */
    private void balance(Kind kind, Group group) {
        int toHold = group.toHold(floors.getOrDefault(kind, 0));
        while (group.held.size() > toHold) {
            Member first = group.held.getFirst();
            holdsNoMore(first, group);
            rests(first, group);
        }
        while (group.held.size() < toHold
                && occupancy.roomToHold(group.resting.getLast().memoryMiB()) > 0) {
            Member newest = group.resting.getLast();
            restsNoMore(newest, group);
            group.held.add(newest);
            occupancy.holds(newest);
            heldTime.holds(newest);
        }
    }

    private void holdsNoMore(Member member, Group group) {
        if (group.held.remove(member)) {
            occupancy.holdsNoMore(member);
            heldTime.holdsNoMore(member);
        }
    }

    private void rests(Member member, Group group) {
        if (group.resting.add(member)) {
            resting.add(member);
            occupancy.worksNoMore(member);
            occupancy.rests(member);
        }
    }

    private void restsNoMore(Member member, Group group) {
        if (group.resting.remove(member)) {
            resting.remove(member);
            occupancy.restsNoMore(member);
            occupancy.works(member);
        }
    }

    @Override
    public FairQueue.Chance of(Waiting waiting) {
        if (hasFree(waiting.kind)) {
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
