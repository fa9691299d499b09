package dev.meterlark.trigger.webhook;

import dev.meterlark.ingress.Hooks;
import dev.meterlark.trigger.Handover;
import dev.meterlark.trigger.LiveTriggers;
import dev.meterlark.trigger.TriggerId;
import dev.meterlark.trigger.TriggerReport;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The addresses that there are, in memory: all before the first request is taken, each change of
 * this node after its commit, those of other nodes a little later. Read without a lock by any
 * thread; a hook is immutable and takes the place of the one before as a whole.
 */
@Component
class HookTable implements Hooks, SmartLifecycle, SchedulingConfigurer {

    private static final Duration USUALLY_DONE = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(HookTable.class);

    private final HookRows rows;
    private final LiveTriggers triggers;
    private final ObjectProvider<WebhookKind> kind;
    private final LiveHook.Surroundings around;
    private final InstantSource clock;
    private final Map<String, LiveHook> hooks = new ConcurrentHashMap<>();
    private volatile boolean running;

    HookTable(
            HookRows rows,
            LiveTriggers triggers,
            ObjectProvider<WebhookKind> kind,
            Handover handover,
            TriggerReport report,
            HookRates rates,
            WebhookMetrics metrics,
            WebhookProperties properties,
            InstantSource clock) {
        this.rows = rows;
        this.triggers = triggers;
        this.kind = kind;
        this.around = new LiveHook.Surroundings(handover, report, rates, metrics, properties);
        this.clock = clock;
    }

    @Override
    public @Nullable Hook find(String id) {
        return hooks.get(id);
    }

    /** When the transaction that is under way has been committed. */
    void refreshAfterCommit(TriggerId trigger) {
        TransactionSynchronizationManager.registerSynchronization(
                new TransactionSynchronization() {
                    @Override
                    public void afterCompletion(int status) {
                        refreshBeside(trigger);
                    }
                });
    }

    /** On a thread of its own, because this one has the ended transaction still. */
    private void refreshBeside(TriggerId trigger) {
        Thread reading = Thread.ofVirtual().name("webhook").start(() -> refresh(trigger));
        try {
            reading.join(USUALLY_DONE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void refresh(TriggerId trigger) {
        try {
            Optional<LiveHook> live = rows.find(trigger).flatMap(this::live);
            live.ifPresent(hook -> hooks.put(hook.row().hook(), hook));
            if (live.isEmpty()) {
                hooks.values().removeIf(each -> each.row().trigger().equals(trigger));
            }
        } catch (RuntimeException e) {
            LOG.warn("the webhook of trigger {} could not be read again", trigger, e);
        }
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(this::followAgain, around.properties().followEvery());
    }

    /** Takes over what has changed, wherever it was. */
    synchronized void follow() {
        Map<TriggerId, HookRows.Stamp> there = rows.live();
        hooks.values().removeIf(each -> !there.containsKey(each.row().trigger()));
        for (LiveHook each : hooks.values()) {
            there.remove(each.row().trigger(), each.stamp());
        }
        there.keySet().forEach(this::refresh);
    }

    private void followAgain() {
        try {
            follow();
        } catch (RuntimeException e) {
            LOG.warn("webhooks could not be read again; going on with those known", e);
        }
    }

    private Optional<LiveHook> live(HookRows.Row row) {
        return triggers.find(kind.getObject(), row.account(), row.trigger())
                .map(
                        trigger ->
                                new LiveHook(
                                        row, trigger, rows.keys(row, clock.instant()), around));
    }

    @Override
    public void start() {
        follow();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the ingress listens. */
    @Override
    public int getPhase() {
        return 500;
    }
}
