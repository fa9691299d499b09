package dev.meterlark.worker.pool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;

/**
 * The sandboxes of one kind. Not thread-safe; the pool's lock guards it.
 *
 * <p>Invariant, whenever the lock is free: an idle one is either resting, to be ended when that
 * helps, or held because of the floor; none is held beyond the floor while others are in use, and
 * none rests below it unless the node holds as many as it may.
 */
final class Group {

    final Set<Member> members = new LinkedHashSet<>();

    /**
     * Those with a free slot. The one that got it last is used first and until it is full, so that
     * the others become idle.
     */
    final SequencedSet<Member> free = new LinkedHashSet<>();

    final SequencedSet<Member> resting = new LinkedHashSet<>();
    final SequencedSet<Member> held = new LinkedHashSet<>();
    int settling;

    /** An idle sandbox and what the question of its end wants to know. */
    record Resting(Member member, long idleNanos, int others) {}

    /** How many of the idle ones are to be held. */
    int toHold(int floor) {
        int idle = resting.size() + held.size();
        return Math.clamp((long) floor - (members.size() - idle), 0, idle);
    }

    /** The resting ones, with how many of the others were used since. */
    List<Resting> resting(long now) {
        if (resting.isEmpty()) {
            return List.of();
        }
        List<Member> byUse = new ArrayList<>(resting);
        byUse.sort(Comparator.comparingLong(member -> member.slots().idleNanos(now)));
        List<Resting> all = new ArrayList<>();
        int others = members.size() - resting.size();
        for (Member each : byUse) {
            all.add(new Resting(each, each.slots().idleNanos(now), others++));
        }
        return all;
    }
}
