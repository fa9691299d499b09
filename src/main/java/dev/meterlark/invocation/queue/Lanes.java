package dev.meterlark.invocation.queue;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

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

    private static final Comparator<Lane> SOONEST =
            Comparator.comparing((Lane lane) -> lane.dueAt).thenComparingLong(lane -> lane.number);

    /** Those that are due, as far as the last look saw; the next turn is the first one's. */
    private final Map<AccountId, Map<FunctionId, Lane>> accounts = new LinkedHashMap<>();

    /**
     * Those that are not, the soonest first: however many wait for their time, none is looked at.
     */
    private final TreeSet<Lane> later = new TreeSet<>(SOONEST);

    private final Map<FunctionId, Lane> all = new HashMap<>();
    private long numbers;
    private boolean woken;

    private static final class Lane {

        private final AccountId account;
        private final FunctionId function;

        /** Of two that are due at one time, who came first is first. */
        private final long number;

        private Instant dueAt;

        /** The earliest that was heard of since it was asked for; null when nothing was. */
        private @Nullable Instant heard;

        private Lane(AccountId account, FunctionId function, long number, Instant dueAt) {
            this.account = account;
            this.function = function;
            this.number = number;
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
        Lane lane = all.get(function);
        if (lane == null) {
            lane = new Lane(account, function, numbers++, at);
            all.put(function, lane);
            later.add(lane);
        } else if (at.isBefore(lane.dueAt)) {
            move(lane, at);
        }
        if (lane.heard == null || at.isBefore(lane.heard)) {
            lane.heard = at;
        }
        wake();
    }

    /** One that is having its turn keeps its place. */
    private void move(Lane lane, Instant at) {
        boolean waits = later.remove(lane);
        lane.dueAt = at;
        if (waits) {
            later.add(lane);
        }
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
        takeUp(now);
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

    /** Whose time has come stands behind those that are waiting for their turn. */
    private void takeUp(Instant now) {
        while (!later.isEmpty() && isDue(later.first(), now)) {
            Lane lane = later.removeFirst();
            accounts.computeIfAbsent(lane.account, _ -> new LinkedHashMap<>())
                    .put(lane.function, lane);
        }
    }

    private List<AccountId> dueAccounts(Instant now, Room room) {
        return accounts.entrySet().stream()
                .filter(e -> room.of(e.getKey()) > 0)
                .filter(
                        e ->
                                e.getValue().values().stream()
                                        .anyMatch(
                                                lane ->
                                                        isDue(lane, now)
                                                                && room.of(
                                                                                lane.account,
                                                                                lane.function)
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
        Lane lane = all.get(ask.function());
        if (lane == null) {
            return;
        }
        Instant next = nextDue;
        if (got == 0 && next != null && !next.isAfter(now)) {
            next = now.plus(BUSY);
        }
        if (lane.heard != null && (next == null || lane.heard.isBefore(next))) {
            next = lane.heard;
        }
        if (next != null && !next.isAfter(now)) {
            move(lane, next);
            return;
        }
        leave(lane);
        if (next == null) {
            all.remove(lane.function);
        } else {
            lane.dueAt = next;
            later.add(lane);
        }
    }

    private void leave(Lane lane) {
        later.remove(lane);
        Map<FunctionId, Lane> lanes = accounts.getOrDefault(lane.account, new HashMap<>());
        lanes.remove(lane.function);
        if (lanes.isEmpty()) {
            accounts.remove(lane.account);
        }
    }

    /**
     * Waits until something may have changed, or something that is due has been without room for a
     * moment, or the time has come.
     */
    synchronized void await(Instant now, Duration longest) throws InterruptedException {
        Duration until = accounts.isEmpty() ? longest : BUSY;
        if (!later.isEmpty()) {
            Duration soonest = Duration.between(now, later.first().dueAt);
            until = soonest.compareTo(until) < 0 ? soonest : until;
        }
        Duration wait = until.compareTo(longest) < 0 ? until : longest;
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
        return all.size();
    }

    /** How long the longest that is due has been due; zero when nothing is. */
    synchronized Duration oldestDue(Instant now) {
        Instant oldest = later.isEmpty() ? now : later.first().dueAt;
        for (Map<FunctionId, Lane> lanes : accounts.values()) {
            for (Lane lane : lanes.values()) {
                oldest = lane.dueAt.isBefore(oldest) ? lane.dueAt : oldest;
            }
        }
        return oldest.isBefore(now) ? Duration.between(oldest, now) : Duration.ZERO;
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
