package dev.meterlark.worker.pool;

import dev.meterlark.shared.AccountId;

import java.util.HashMap;
import java.util.Map;

/**
 * What the sandboxes take of the node, and what each account has in use; what is idle makes room
 * for others and counts for nobody, unless it is held for its account. Not thread-safe; the pool's
 * lock guards it.
 */
final class Occupancy {

    private record Amount(int members, long memoryMiB) {

        static final Amount NONE = new Amount(0, 0);

        Amount plus(Member member) {
            return new Amount(members + 1, memoryMiB + member.memoryMiB());
        }

        Amount minus(Member member) {
            return new Amount(members - 1, memoryMiB - member.memoryMiB());
        }
    }

    private final Amount most;
    private final Map<AccountId, Amount> inUse = new HashMap<>();
    private Amount used = Amount.NONE;
    private Amount idle = Amount.NONE;

    /** A part of what is used. */
    private Amount held = Amount.NONE;

    Occupancy(int maxMembers, long maxMemoryMiB) {
        most = new Amount(maxMembers, maxMemoryMiB);
    }

    /** From idle, or new. */
    void works(Member member) {
        used = used.plus(member);
        inUse.merge(member.account(), Amount.NONE.plus(member), (before, _) -> before.plus(member));
    }

    void worksNoMore(Member member) {
        used = used.minus(member);
        inUse.computeIfPresent(
                member.account(), (_, before) -> before.members == 1 ? null : before.minus(member));
    }

    void rests(Member member) {
        idle = idle.plus(member);
    }

    void restsNoMore(Member member) {
        idle = idle.minus(member);
    }

    /** From idle; it is in use though it has no call. */
    void holds(Member member) {
        held = held.plus(member);
    }

    void holdsNoMore(Member member) {
        held = held.minus(member);
    }

    /** How many more may be held: half of the node is for those who call. */
    int roomToHold(int memoryMiB) {
        return (int)
                Math.min(
                        most.members / 2 - held.members,
                        (most.memoryMiB / 2 - held.memoryMiB) / memoryMiB);
    }

    boolean hasRoom(int memoryMiB) {
        return used.members + idle.members < most.members
                && used.memoryMiB + idle.memoryMiB + memoryMiB <= most.memoryMiB;
    }

    /** Whether there is room once enough of the idle ones have ended. */
    boolean hasRoomWithoutIdle(int memoryMiB) {
        return used.members < most.members && used.memoryMiB + memoryMiB <= most.memoryMiB;
    }

    /** Of sandboxes or of memory, whichever is more. */
    double share(AccountId account) {
        return shareOf(inUse.getOrDefault(account, Amount.NONE));
    }

    /** The same with one more sandbox. */
    double shareWith(AccountId account, int memoryMiB) {
        Amount before = inUse.getOrDefault(account, Amount.NONE);
        return shareOf(new Amount(before.members + 1, before.memoryMiB + memoryMiB));
    }

    private double shareOf(Amount amount) {
        return Math.max(
                (double) amount.members / most.members, (double) amount.memoryMiB / most.memoryMiB);
    }
}
