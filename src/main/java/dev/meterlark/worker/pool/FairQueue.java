package dev.meterlark.worker.pool;

import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Waiting calls, one from each account in turn: an account that floods delays its own calls only.
 * Not thread-safe; the pool's lock guards it.
 */
final class FairQueue {

    private final Map<AccountId, Deque<Waiting>> accounts = new LinkedHashMap<>();
    private int size;

    void add(Waiting waiting) {
        accounts.computeIfAbsent(waiting.spec().account(), _ -> new ArrayDeque<>()).add(waiting);
        size++;
    }

    boolean remove(Waiting waiting) {
        AccountId account = waiting.spec().account();
        Deque<Waiting> calls = accounts.get(account);
        if (calls == null || !calls.remove(waiting)) {
            return false;
        }
        size--;
        if (calls.isEmpty()) {
            accounts.remove(account);
        }
        return true;
    }

    /**
     * Takes the first call, in the order of turns, that can be served now; its account's next turn
     * comes after all others.
     */
    @Nullable Waiting next(Predicate<Waiting> servable) {
        for (Iterator<Map.Entry<AccountId, Deque<Waiting>>> turns = accounts.entrySet().iterator();
                turns.hasNext(); ) {
            Map.Entry<AccountId, Deque<Waiting>> turn = turns.next();
            Waiting head = turn.getValue().element();
            if (servable.test(head)) {
                Deque<Waiting> calls = turn.getValue();
                calls.remove();
                size--;
                turns.remove();
                if (!calls.isEmpty()) {
                    accounts.put(turn.getKey(), calls);
                }
                return head;
            }
        }
        return null;
    }

    int size() {
        return size;
    }
}
