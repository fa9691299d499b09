package dev.meterlark.trigger.schedule;

import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.platform.DatabaseClock;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.trigger.Reception;
import dev.meterlark.trigger.Trigger;
import dev.meterlark.trigger.TriggerId;
import dev.meterlark.trigger.TriggerState;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Schedules on a node of a test's, on a database that holds no others. */
final class MadeSchedules {

    final FakeQueue queue;
    final ScheduleNode node;
    final Instant now;
    private final ScratchDatabase database;
    private final AccountId account = AccountId.random();
    private final Map<TriggerId, Trigger<ScheduleSettings>> enabled = new ConcurrentHashMap<>();

    MadeSchedules(ScratchDatabase database) {
        this.database = database;
        database.template().update("delete from schedule_tick");
        database.template().update("delete from schedule");
        queue = new FakeQueue(database);
        node = newNode();
        now = new DatabaseClock(database.template()).now();
    }

    ScheduleNode newNode() {
        return new ScheduleNode(database, queue, enabled, Map.of());
    }

    void goTo(Duration sinceNow) {
        for (int second = 1; second <= sinceNow.toSeconds(); second++) {
            node.workAt(now.plusSeconds(second));
        }
    }

    List<RunView> runs(Trigger<ScheduleSettings> trigger) {
        return node.runs.list(trigger.id(), schedule(trigger), Long.MAX_VALUE / 4, 10_000).stream()
                .map(RunRows.Found::view)
                .toList();
    }

    Schedule schedule(Trigger<ScheduleSettings> trigger) {
        return Objects.requireNonNull(node.schedules.all(List.of(trigger.id())).get(trigger.id()));
    }

    /** Once, then. */
    static String at(Instant instant) {
        String second = instant.truncatedTo(ChronoUnit.SECONDS).toString();
        return "at(%s)".formatted(second.replace("Z", ""));
    }

    Trigger<ScheduleSettings> made(
            String expression, @Nullable String overlap, @Nullable String catchUp) {
        var settings =
                new ScheduleSettings(
                        expression, null, null, null, null, overlap, catchUp, null, null);
        Trigger<ScheduleSettings> made =
                trigger(new TriggerId(UUID.randomUUID()), settings, 1, TriggerState.ENABLED);
        inTransaction(() -> node.kind.made(made));
        enabled.put(made.id(), made);
        return made;
    }

    Trigger<ScheduleSettings> changed(Trigger<ScheduleSettings> before, String expression) {
        var settings =
                new ScheduleSettings(expression, null, null, null, null, null, null, null, null);
        return changed(before, settings, TriggerState.ENABLED);
    }

    Trigger<ScheduleSettings> become(Trigger<ScheduleSettings> before, TriggerState state) {
        return changed(before, before.configuration(), state);
    }

    private Trigger<ScheduleSettings> changed(
            Trigger<ScheduleSettings> before, ScheduleSettings settings, TriggerState state) {
        Trigger<ScheduleSettings> after =
                trigger(before.id(), settings, before.revision() + 1, state);
        inTransaction(() -> node.kind.changed(before, after));
        if (after.isEnabled()) {
            enabled.put(after.id(), after);
        } else {
            enabled.remove(after.id());
        }
        return after;
    }

    void removed(Trigger<ScheduleSettings> trigger) {
        inTransaction(() -> node.kind.removed(trigger));
        enabled.remove(trigger.id());
    }

    private Trigger<ScheduleSettings> trigger(
            TriggerId id, ScheduleSettings settings, long revision, TriggerState state) {
        return new Trigger<>(
                id,
                account,
                FunctionRef.latest("tick"),
                "schedule",
                settings,
                Reception.PLAIN,
                state,
                revision,
                now);
    }

    private void inTransaction(Runnable work) {
        new TransactionTemplate(database.transactions()).executeWithoutResult(_ -> work.run());
    }
}
