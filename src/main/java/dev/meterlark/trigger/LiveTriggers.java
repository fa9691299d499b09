package dev.meterlark.trigger;

import dev.meterlark.shared.AccountId;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import java.util.List;
import java.util.Optional;

/** The triggers that are enabled now, for whoever hears of events. Joins a transaction. */
@Component
@Transactional(readOnly = true)
public class LiveTriggers {

    private final TriggerRows rows;
    private final Kinds kinds;

    LiveTriggers(TriggerRows rows, Kinds kinds) {
        this.rows = rows;
        this.kinds = kinds;
    }

    /**
     * @param about as {@link TriggerKind#about} says
     */
    public <C> List<Trigger<C>> about(TriggerKind<C> kind, AccountId account, String about) {
        return rows.enabled(account, kind.type(), about).stream()
                .map(row -> kinds.trigger(kind, row))
                .toList();
    }

    /** Of whatever kind; empty when there is none. One that is not enabled says why. */
    Optional<Trigger<?>> find(AccountId account, TriggerId id) {
        return rows.find(account, id).<Trigger<?>>map(row -> kinds.of(row).trigger(row));
    }

    /** Those of them that are of that kind and enabled, of whatever accounts. */
    public <C> List<Trigger<C>> all(TriggerKind<C> kind, List<TriggerId> ids) {
        return rows.enabled(kind.type(), ids).stream()
                .map(row -> kinds.trigger(kind, row))
                .toList();
    }

    /** Empty when there is none of that kind, or it is not enabled. */
    public <C> Optional<Trigger<C>> find(TriggerKind<C> kind, AccountId account, TriggerId id) {
        return rows.find(account, id)
                .filter(row -> row.state() == TriggerState.ENABLED)
                .filter(row -> row.type().equals(kind.type()))
                .map(row -> kinds.trigger(kind, row));
    }
}
