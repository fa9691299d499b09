package dev.meterlark.billing.budget;

import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.invocation.RecordSink;
import dev.meterlark.shared.InvocationId;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Attempts that were settled and are not in the ledger yet. It takes a batch after the ledger has
 * it; so what leaves a slice here is counted there.
 */
@Component
@Order(Unconfirmed.BEHIND_THE_LEDGER)
final class Unconfirmed implements RecordSink {

    static final int BEHIND_THE_LEDGER = 1_000;

    private final Map<Key, Of> all = new ConcurrentHashMap<>();

    private record Key(InvocationId invocation, int attempt) {}

    private record Of(Purse purse, Quantities came) {}

    void add(InvocationRecord record, Purse purse, Quantities came) {
        if (!came.equals(Quantities.NOTHING)) {
            all.put(new Key(record.invocation(), record.attempt()), new Of(purse, came));
        }
    }

    @Override
    public void accept(List<InvocationRecord> batch) {
        if (all.isEmpty()) {
            return;
        }
        for (InvocationRecord record : batch) {
            Of one = all.remove(new Key(record.invocation(), record.attempt()));
            if (one != null) {
                one.purse.confirm(one.came);
            }
        }
    }
}
