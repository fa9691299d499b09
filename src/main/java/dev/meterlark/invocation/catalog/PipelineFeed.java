package dev.meterlark.invocation.catalog;

import dev.meterlark.function.snapshot.PipelinePublished;
import dev.meterlark.function.snapshot.PipelineSource;
import dev.meterlark.function.snapshot.PipelineWithdrawn;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Keeps {@link PipelineIndex} in step with the control plane: all of it before the first request is
 * taken, each change after its commit, and all of it again every while.
 */
@Component
class PipelineFeed implements SmartLifecycle, SchedulingConfigurer {

    private static final Logger LOG = LoggerFactory.getLogger(PipelineFeed.class);

    private final PipelineIndex index;
    private final ObjectProvider<PipelineSource> sources;
    private final CatalogProperties properties;
    private volatile boolean running;

    PipelineFeed(
            PipelineIndex index,
            ObjectProvider<PipelineSource> sources,
            CatalogProperties properties) {
        this.index = index;
        this.sources = sources;
        this.properties = properties;
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void on(PipelinePublished event) {
        index.publish(event.versions());
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void on(PipelineWithdrawn event) {
        index.withdraw(event.pipeline(), event.revision());
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
        long before = index.changes();
        index.replaceAll(
                sources.orderedStream().flatMap(each -> each.pipelines().stream()).toList(),
                before);
    }

    /** Runs go on with what is known when the control plane cannot be asked. */
    private void resyncAgain() {
        try {
            resync();
        } catch (RuntimeException e) {
            LOG.warn("pipelines could not be read again; going on with those known", e);
        }
    }
}
