package dev.meterlark.trigger;

import org.springframework.stereotype.Component;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sieves of the triggers that had events last, so that a filter is not read anew for each.
 * Guarded by its monitor.
 */
@Component
class Sieves {

    private static final int MOST = 10_000;

    private final TriggerProperties properties;
    private final Map<TriggerId, Known> known =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<TriggerId, Known> eldest) {
                    return size() > MOST;
                }
            };

    private record Known(Reception reception, Sieve sieve) {}

    Sieves(TriggerProperties properties) {
        this.properties = properties;
    }

    synchronized Sieve of(Trigger<?> trigger) {
        Known before = known.get(trigger.id());
        if (before != null && before.reception.equals(trigger.reception())) {
            return before.sieve;
        }
        Sieve sieve = Sieve.of(trigger.reception(), properties);
        known.put(trigger.id(), new Known(trigger.reception(), sieve));
        return sieve;
    }
}
