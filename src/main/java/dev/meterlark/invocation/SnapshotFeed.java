package dev.meterlark.invocation;

import dev.meterlark.function.snapshot.AliasPublished;
import dev.meterlark.function.snapshot.AliasWithdrawn;
import dev.meterlark.function.snapshot.FunctionPublished;
import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.function.snapshot.FunctionWithdrawn;
import dev.meterlark.function.snapshot.SnapshotSource;
import dev.meterlark.worker.Workers;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

import java.util.List;

/**
 * Keeps {@link Snapshots} in step with the control plane: all of it before the first request is
 * taken, each change after its commit, and all of it again every while.
 */
@Component
class SnapshotFeed implements SmartLifecycle, SchedulingConfigurer {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFeed.class);

    private final Snapshots snapshots;
    private final SnapshotSource source;
    private final Workers workers;
    private final SandboxSpecs specs;
    private final InvocationProperties properties;
    private volatile boolean running;

    SnapshotFeed(
            Snapshots snapshots,
            SnapshotSource source,
            Workers workers,
            SandboxSpecs specs,
            InvocationProperties properties) {
        this.snapshots = snapshots;
        this.source = source;
        this.workers = workers;
        this.specs = specs;
        this.properties = properties;
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void on(FunctionPublished event) {
        snapshots.publish(event.snapshot()).ifPresent(this::retire);
        if (event.snapshot().code() != null) {
            prepare(event.snapshot());
        }
    }

    /** Its first call says better than a publication what is wrong with a function. */
    private void prepare(FunctionSnapshot snapshot) {
        try {
            workers.published(specs.of(snapshot));
        } catch (IllegalStateException e) {
            LOG.warn("function {} could not be prepared", snapshot.name(), e);
        }
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void on(FunctionWithdrawn event) {
        retire(snapshots.withdraw(event));
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void on(AliasPublished event) {
        snapshots.publish(event.snapshot());
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void on(AliasWithdrawn event) {
        snapshots.withdraw(event);
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(this::resyncAgain, properties.resyncEvery());
    }

    @Override
    public void start() {
        resync();
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

    /** Before the web server. */
    @Override
    public int getPhase() {
        return 0;
    }

    void resync() {
        long before = snapshots.changes();
        List<Snapshots.Outdated> outdated = snapshots.replaceAll(source.read(), before);
        outdated.forEach(this::retire);
    }

    /** Calls go on with what is known when the control plane cannot be asked. */
    private void resyncAgain() {
        try {
            resync();
        } catch (RuntimeException e) {
            LOG.warn("functions could not be read again; going on with those known", e);
        }
    }

    private void retire(Snapshots.Outdated outdated) {
        workers.retire(outdated.function(), outdated.version(), outdated.belowRevision());
    }
}
