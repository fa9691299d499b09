package dev.meterlark.worker.pool;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The sandboxes of a node, by their kind and by what they do. Not thread-safe; the pool's lock
 * guards it.
 */
final class Groups {

    private static final class Group {
        private final Set<Member> members = new LinkedHashSet<>();

        /**
         * Those with a free slot. The one that got it last is used first and until it is full, so
         * that the others become idle.
         */
        private final SequencedSet<Member> free = new LinkedHashSet<>();

        private int settling;
    }

    private final Map<Kind, Group> groups = new HashMap<>();

    /** The one unused for longest comes first. */
    private final Set<Member> idle = new LinkedHashSet<>();

    private final Occupancy occupancy;

    Groups(Occupancy occupancy) {
        this.occupancy = occupancy;
    }

    void add(Member member) {
        groups.computeIfAbsent(member.kind(), _ -> new Group()).members.add(member);
        occupancy.works(member);
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
        if (group.members.isEmpty()) {
            groups.remove(member.kind());
        }
        if (idle.remove(member)) {
            occupancy.restsNoMore(member);
        } else {
            occupancy.worksNoMore(member);
        }
        slots.go();
    }

    /** Takes idle ones out until there is room; they are to be ended. */
    List<Member> evictFor(int wantedMiB) {
        List<Member> evicted = new ArrayList<>();
        while (!occupancy.hasRoom(wantedMiB)) {
            Member oldest = idle.iterator().next();
            remove(oldest);
            evicted.add(oldest);
        }
        return evicted;
    }

    Stream<Member> all() {
        return groups.values().stream().flatMap(group -> group.members.stream());
    }

    Stream<Member> idle() {
        return idle.stream();
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
        if (member.slots().isIdle()) {
            if (idle.add(member)) {
                occupancy.worksNoMore(member);
                occupancy.rests(member);
            }
        } else if (idle.remove(member)) {
            occupancy.restsNoMore(member);
            occupancy.works(member);
        }
    }
}
