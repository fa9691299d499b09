package dev.meterlark.worker.pool;

import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Waiting calls. Whose account has least of the node in use comes first; equal ones take turns.
 * Where a call lacks room, those stand back who would have as much as it with their call served:
 * what becomes free is kept together for it, else many small calls would take every piece from one
 * that needs several. So a call that wants up to half of the node cannot be kept out. Not
 * thread-safe; the pool's lock guards it.
 */
final class FairQueue {

    /** How far an account's calls may overtake one of its own that cannot be served yet. */
    private static final int LOOK_AHEAD = 32;

    enum Chance {
        NOW,
        /** Others must end or rest first. */
        LACKS_ROOM,
        LATER
    }

    /** What the pool says of a waiting call; asking changes nothing. */
    interface Chances {

        Chance of(Waiting waiting);

        /** What the account has of the node in use, from 0 to 1. */
        double share(AccountId account);

        /** The same with this call served. */
        double shareWith(Waiting waiting);
    }

    /** In the order of their turns; none is empty. */
    private final Map<AccountId, Deque<Waiting>> accounts = new LinkedHashMap<>();

    private int size;

    void add(Waiting waiting) {
        accounts.computeIfAbsent(waiting.account(), _ -> new ArrayDeque<>()).addLast(waiting);
        size++;
    }

    boolean remove(Waiting waiting) {
        Deque<Waiting> calls = accounts.get(waiting.account());
        if (calls == null || !calls.remove(waiting)) {
            return false;
        }
        size--;
        if (calls.isEmpty()) {
            accounts.remove(waiting.account());
        }
        return true;
    }

    /** Takes the call that comes next, if it can be served now; its account's next turn is last. */
    @Nullable Waiting next(Chances chances) {
        if (size == 0) {
            return null;
        }
        List<Waiting> servable = new ArrayList<>();
        double claimed = Double.MAX_VALUE;
        for (Deque<Waiting> calls : accounts.values()) {
            claimed = Math.min(claimed, look(calls, chances, servable));
        }
        Waiting best = null;
        double least = Double.MAX_VALUE;
        for (Waiting each : servable) {
            double share = chances.share(each.account());
            if (share < least && chances.shareWith(each) < claimed) {
                best = each;
                least = share;
            }
        }
        if (best != null) {
            takeTurn(best);
        }
        return best;
    }

    /**
     * Adds the account's first servable call; returns the least share that one before it claims.
     */
    private static double look(Deque<Waiting> calls, Chances chances, List<Waiting> servable) {
        double claimed = Double.MAX_VALUE;
        int looked = 0;
        for (Waiting each : calls) {
            switch (chances.of(each)) {
                case NOW -> {
                    servable.add(each);
                    return claimed;
                }
                case LACKS_ROOM -> claimed = Math.min(claimed, chances.shareWith(each));
                case LATER -> {}
            }
            if (++looked == LOOK_AHEAD) {
                break;
            }
        }
        return claimed;
    }

    /**
     * Takes one out of a queue that has become too long with this call: the latest of the account
     * with the most, which is this call itself unless another account has more.
     */
    Waiting tooMany(Waiting latest) {
        Deque<Waiting> longest = accounts.get(latest.account());
        if (longest == null || longest.peekLast() != latest) {
            throw new IllegalStateException("not the latest of its account");
        }
        Deque<Waiting> most =
                accounts.values().stream().max(Comparator.comparingInt(Deque::size)).orElseThrow();
        Waiting out = most.size() > longest.size() ? most.getLast() : latest;
        remove(out);
        return out;
    }

    /** Takes all. */
    List<Waiting> drain() {
        List<Waiting> all = accounts.values().stream().flatMap(Deque::stream).toList();
        accounts.clear();
        size = 0;
        return all;
    }

    int size() {
        return size;
    }

    private void takeTurn(Waiting served) {
        remove(served);
        Deque<Waiting> others = accounts.remove(served.account());
        if (others != null) {
            accounts.put(served.account(), others);
        }
    }
}
