package dev.meterlark.worker.pool;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.worker.Provisioned;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How much memory has been held for how long, by function: the exact integral over the monotonic
 * clock. Not thread-safe; the pool's lock guards it.
 */
final class HeldTime {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final LongSupplier nanos;
    private final Map<Owner, Held> held = new HashMap<>();
    private final Map<FunctionId, String> names = new HashMap<>();

    private record Owner(AccountId account, FunctionId function) {

        static Owner of(Member member) {
            return new Owner(member.kind().account(), member.kind().function());
        }
    }

    /**
     * @param memoryMiB that is held since then
     * @param mibNanos that were held before
     */
    private record Held(long memoryMiB, long since, long mibNanos) {

        Held until(long now) {
            return new Held(memoryMiB, now, mibNanos + memoryMiB * (now - since));
        }

        Held plus(int more) {
            return new Held(memoryMiB + more, since, mibNanos);
        }
    }

    HeldTime(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Whoever wants a floor says it before something is held for it. */
    void named(FunctionId function, String name) {
        names.put(function, name);
    }

    void holds(Member member) {
        change(member, member.memoryMiB());
    }

    void holdsNoMore(Member member) {
        change(member, -member.memoryMiB());
    }

    private void change(Member member, int memoryMiB) {
        long now = nanos.getAsLong();
        Held before = held.getOrDefault(Owner.of(member), new Held(0, now, 0));
        held.put(Owner.of(member), before.until(now).plus(memoryMiB));
    }

    /** Since it was asked the last time; begun milliseconds count the next time. */
    List<Provisioned> take() {
        long now = nanos.getAsLong();
        List<Provisioned> taken = new ArrayList<>();
        held.replaceAll((_, each) -> each.until(now));
        held.forEach(
                (owner, each) -> {
                    if (each.mibNanos() >= NANOS_PER_MILLI) {
                        taken.add(provisioned(owner, each.mibNanos() / NANOS_PER_MILLI));
                    }
                });
        held.replaceAll(
                (_, each) -> new Held(each.memoryMiB(), now, each.mibNanos() % NANOS_PER_MILLI));
        held.values().removeIf(each -> each.memoryMiB() == 0);
        names.keySet().retainAll(held.keySet().stream().map(Owner::function).toList());
        return taken;
    }

    private Provisioned provisioned(Owner owner, long mibMillis) {
        String name = names.getOrDefault(owner.function(), "");
        return new Provisioned(owner.account(), owner.function(), name, mibMillis);
    }
}
