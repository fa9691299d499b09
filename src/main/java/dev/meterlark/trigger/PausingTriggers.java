package dev.meterlark.trigger;

import dev.meterlark.function.Dependents;
import dev.meterlark.function.PointsAt;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import java.util.List;

/**
 * What becomes of triggers when what they call goes: those of a function or pipeline are paused and
 * stay; a version or an alias that one names does not go before it names another.
 */
@Component
class PausingTriggers implements Dependents, PointsAt {

    private final ObjectProvider<Triggers> triggers;
    private final TriggerRows rows;

    PausingTriggers(ObjectProvider<Triggers> triggers, TriggerRows rows) {
        this.triggers = triggers;
        this.rows = rows;
    }

    @Override
    public List<String> letGo(Caller caller, String name) {
        return triggers.getObject().letGo(caller, name);
    }

    @Override
    public List<String> on(AccountId account, String name) {
        return rows.of(account, name).stream()
                .filter(row -> row.state() == TriggerState.ENABLED)
                .map(PausingTriggers::words)
                .toList();
    }

    private static String words(TriggerRow row) {
        return row.about() == null
                ? "%s trigger %s".formatted(row.type(), row.id())
                : "%s trigger of %s".formatted(row.type(), row.about());
    }

    @Override
    public List<String> at(AccountId account, String function, @Nullable String qualifier) {
        return qualifier == null
                ? List.of()
                : rows.pointingAt(account, function, qualifier).stream()
                        .map(id -> "trigger " + id)
                        .toList();
    }
}
