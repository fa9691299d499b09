package dev.meterlark.billing.budget;

import dev.meterlark.billing.rating.Meter;
import dev.meterlark.invocation.CallUsage;
import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.invocation.RecordSink;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.InvocationId;

import java.math.BigInteger;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A ledger in memory that all nodes of a test share: what was accepted is committed. */
final class KeptUsage implements RecordSink, SpendRead {

    private final Map<Key, InvocationRecord> records = new ConcurrentHashMap<>();

    private final AtomicInteger reads = new AtomicInteger();
    private final Queue<Counted> counted = new ConcurrentLinkedQueue<>();

    private record Counted(AccountId account, Instant at, Quantities amount) {}

    private record Key(InvocationId invocation, int attempt) {}

    @Override
    public void accept(List<InvocationRecord> batch) {
        for (InvocationRecord each : batch) {
            records.putIfAbsent(new Key(each.invocation(), each.attempt()), each);
        }
    }

    void count(AccountId account, Instant at, Quantities amount) {
        counted.add(new Counted(account, at, amount));
    }

    @Override
    public Map<Meter, BigInteger> soFar(AccountId account, Instant from, Instant to) {
        reads.incrementAndGet();
        Quantities sum = sum(account, from, to);
        Map<Meter, BigInteger> used = new EnumMap<>(Meter.class);
        for (Meter meter : Meter.values()) {
            used.put(meter, BigInteger.valueOf(sum.of(meter)));
        }
        return used;
    }

    @Override
    public Map<Meter, BigInteger> toCome(AccountId account, Instant from, Instant to) {
        return Map.of();
    }

    /** How often it was asked what was used. */
    int reads() {
        return reads.get();
    }

    Quantities sum(AccountId account, Instant from, Instant to) {
        return calls(account, from, to)
                .plus(
                        counted.stream()
                                .filter(each -> each.account().equals(account))
                                .filter(each -> !each.at().isBefore(from) && each.at().isBefore(to))
                                .map(Counted::amount)
                                .reduce(Quantities.NOTHING, Quantities::plus));
    }

    private Quantities calls(AccountId account, Instant from, Instant to) {
        return records.values().stream()
                .filter(each -> each.account().equals(account))
                .filter(each -> !each.startedAt().isBefore(from) && each.startedAt().isBefore(to))
                .map(CallUsage::of)
                .map(Quantities::of)
                .reduce(Quantities.NOTHING, Quantities::plus);
    }
}
