package dev.meterlark.pipeline;

import dev.meterlark.account.AccountClosed;
import dev.meterlark.account.AccountReopened;
import dev.meterlark.account.AccountSuspended;
import dev.meterlark.account.Accounts;
import dev.meterlark.function.snapshot.PipelinePublished;
import dev.meterlark.function.snapshot.PipelineSnapshot;
import dev.meterlark.function.snapshot.PipelineSource;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which pipelines the data plane may run: those of open accounts. What happens to an account
 * happens to its pipelines in the same transaction.
 */
@Component
class Publishing implements PipelineSource {

    private final PipelineRows pipelines;
    private final PipelineVersionRows versions;
    private final Accounts accounts;
    private final ApplicationEventPublisher events;

    Publishing(
            PipelineRows pipelines,
            PipelineVersionRows versions,
            Accounts accounts,
            ApplicationEventPublisher events) {
        this.pipelines = pipelines;
        this.versions = versions;
        this.accounts = accounts;
        this.events = events;
    }

    void publish(Pipeline pipeline) {
        if (accounts.whenOpen(pipeline.account()).isPresent()) {
            events.publishEvent(
                    new PipelinePublished(
                            snapshots(
                                    pipeline,
                                    versions.of(pipeline.account(), pipeline.id().value()))));
        }
    }

    void remove(Pipeline pipeline) {
        pipelines.delete(pipeline);
        events.publishEvent(pipeline.withdrawal());
    }

    @Override
    @Transactional(readOnly = true)
    public List<PipelineSnapshot> pipelines() {
        Set<AccountId> open =
                accounts.allOpen().stream()
                        .map(owner -> owner.identity().id())
                        .collect(Collectors.toSet());
        Map<FunctionId, List<PipelineVersion>> published =
                versions.all().stream().collect(Collectors.groupingBy(PipelineVersion::pipeline));
        return pipelines.all().stream()
                .filter(pipeline -> open.contains(pipeline.account()))
                .flatMap(
                        pipeline ->
                                snapshots(
                                        pipeline, published.getOrDefault(pipeline.id(), List.of()))
                                        .stream())
                .toList();
    }

    @EventListener
    @Transactional
    public void on(AccountSuspended event) {
        pipelines
                .lockAll(event.account())
                .forEach(pipeline -> events.publishEvent(pipeline.withdrawal()));
    }

    @EventListener
    @Transactional
    public void on(AccountReopened event) {
        pipelines
                .lockAll(event.account())
                .forEach(
                        pipeline -> {
                            pipeline.comeBack();
                            publish(pipeline);
                        });
    }

    @EventListener
    @Transactional
    public void on(AccountClosed event) {
        pipelines.lockAll(event.account()).forEach(this::remove);
    }

    private static List<PipelineSnapshot> snapshots(
            Pipeline pipeline, List<PipelineVersion> published) {
        List<PipelineSnapshot> snapshots = new ArrayList<>();
        snapshots.add(pipeline.snapshot());
        published.forEach(version -> snapshots.add(pipeline.snapshot(version)));
        return snapshots;
    }
}
