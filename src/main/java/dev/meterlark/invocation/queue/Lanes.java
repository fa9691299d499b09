package dev.meterlark.invocation.queue;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * When which function has calls that are due, as far as this node knows, and whose turn it is: one
 * account after the other, and within each one function after the other. So whoever has a million
 * calls waiting takes one turn like whoever has one. Guarded by its own monitor, on which the
 * dispatcher waits.
 */
@Component
class Lanes {

    /** Before it is looked again at calls that are due and that nobody could get. */
    private static final Duration BUSY = Duration.ofMillis(50);

    private final Map<AccountId, Map<FunctionId, Lane>> accounts = new LinkedHashMap<>();
    private boolean woken;

    private static final class Lane {

        private Instant dueAt;

        /** The earliest that was heard of since it was asked for; null when nothing was. */
        private @Nullable Instant heard;

        private Lane(Instant dueAt) {
            this.dueAt = dueAt;
        }
    }

    /** So many calls of a function are to be leased. */
    record Ask(AccountId account, FunctionId function, int calls) {}

    /** How many more may be run now. */
    interface Room {

        int ofNode();

        int of(AccountId account);

        /** Of the function alone; its account's bound is another. */
        int of(AccountId account, FunctionId function);
    }

    /** A call of the function may be run then, or somebody has to look at it. */
    synchronized void due(AccountId account, FunctionId function, Instant at) {
        Lane lane =
                accounts.computeIfAbsent(account, _ -> new LinkedHashMap<>())
                        .computeIfAbsent(function, _ -> new Lane(at));
        if (at.isBefore(lane.dueAt)) {
            lane.dueAt = at;
        }
        if (lane.heard == null || at.isBefore(lane.heard)) {
            lane.heard = at;
        }
        wake();
    }

    /** There may be room again. */
    synchronized void wake() {
        woken = true;
        notifyAll();
    }

    /**
     * What to lease next. Every account with calls that are due gets its share of the room before
     * any gets more.
     *
     * @param batch of one function at most
     */
    synchronized List<Ask> next(Instant now, Room room, int batch) {
        List<AccountId> due = dueAccounts(now, room);
        int free = room.ofNode();
        int share = Math.max(1, free / Math.max(1, due.size()));
        List<Ask> asks = new ArrayList<>();
        for (AccountId account : due) {
            int most = Math.min(Math.min(share, free), room.of(account));
            int asked = ask(account, now, room, Math.min(most, batch), asks);
            free -= asked;
            if (asked > 0) {
                toTheEnd(accounts, account);
            }
        }
        return asks;
    }

    private List<AccountId> dueAccounts(Instant now, Room room) {
        return accounts.entrySet().stream()
                .filter(e -> room.of(e.getKey()) > 0)
                .filter(
                        e ->
                                e.getValue().entrySet().stream()
                                        .anyMatch(
                                                lane ->
                                                        isDue(lane.getValue(), now)
                                                                && room.of(
                                                                                e.getKey(),
                                                                                lane.getKey())
                                                                        > 0))
                .map(Map.Entry::getKey)
                .toList();
    }

    private int ask(AccountId account, Instant now, Room room, int most, List<Ask> asks) {
        Map<FunctionId, Lane> lanes = accounts.getOrDefault(account, Map.of());
        int asked = 0;
        for (Map.Entry<FunctionId, Lane> each : List.copyOf(lanes.entrySet())) {
            FunctionId function = each.getKey();
            Lane lane = each.getValue();
            int calls = Math.min(most - asked, room.of(account, function));
            if (calls > 0 && isDue(lane, now)) {
                asks.add(new Ask(account, function, calls));
                asked += calls;
                lane.heard = null;
                toTheEnd(lanes, function);
            }
        }
        return asked;
    }

    /**
     * What came of an ask.
     *
     * @param got calls that were leased
     * @param nextDue of what the function has; null when it has nothing
     */
    synchronized void asked(Ask ask, int got, @Nullable Instant nextDue, Instant now) {
        Map<FunctionId, Lane> lanes = accounts.get(ask.account());
        Lane lane = lanes == null ? null : lanes.get(ask.function());
        if (lanes == null || lane == null) {
            return;
        }
        Instant next = nextDue;
        if (got == 0 && next != null && !next.isAfter(now)) {
            next = now.plus(BUSY);
        }
        if (lane.heard != null && (next == null || lane.heard.isBefore(next))) {
            next = lane.heard;
        }
        if (next != null) {
            lane.dueAt = next;
            return;
        }
        lanes.remove(ask.function());
        if (lanes.isEmpty()) {
            accounts.remove(ask.account());
        }
    }

    /**
     * Waits until something may have changed, or something that is due has been without room for a
     * moment, or the time has come.
     */
    synchronized void await(Instant now, Duration longest) throws InterruptedException {
        Duration wait = longest;
        for (Map<FunctionId, Lane> lanes : accounts.values()) {
            for (Lane lane : lanes.values()) {
                Duration until = isDue(lane, now) ? BUSY : Duration.between(now, lane.dueAt);
                wait = until.compareTo(wait) < 0 ? until : wait;
            }
        }
        long deadline = System.nanoTime() + wait.toNanos();
        while (!woken) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
        woken = false;
    }

    /** Whatever happens meanwhile. */
    synchronized void rest(Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        for (long left = time.toMillis();
                left > 0;
                left = (deadline - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }

    synchronized int size() {
        Set<FunctionId> all = new HashSet<>();
        accounts.values().forEach(lanes -> all.addAll(lanes.keySet()));
        return all.size();
    }

    /** How long the longest that is due has been due; zero when nothing is. */
    synchronized Duration oldestDue(Instant now) {
        Instant oldest = now;
        for (Map<FunctionId, Lane> lanes : accounts.values()) {
            for (Lane lane : lanes.values()) {
                oldest = lane.dueAt.isBefore(oldest) ? lane.dueAt : oldest;
            }
        }
        return Duration.between(oldest, now);
    }

    private static boolean isDue(Lane lane, Instant now) {
        return !lane.dueAt.isAfter(now);
    }

    private static <K, V> void toTheEnd(Map<K, V> map, K key) {
        V value = map.remove(key);
        if (value != null) {
            map.put(key, value);
        }
    }
}
