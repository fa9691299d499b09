package dev.meterlark.pipeline;

import dev.meterlark.account.Accounts;
import dev.meterlark.account.AuditLog;
import dev.meterlark.function.AsyncColumn;
import dev.meterlark.function.AsyncPolicies;
import dev.meterlark.function.AsyncSettings;
import dev.meterlark.function.AsyncView;
import dev.meterlark.function.AsyncWishes;
import dev.meterlark.function.WebhookSecrets;
import dev.meterlark.function.snapshot.AsyncPolicy;
import dev.meterlark.function.snapshot.DestinationTarget.OfWebhook;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Revision;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** What becomes of the asynchronous runs of pipelines, as of the calls of functions. */
@Service
@Transactional
public class PipelineAsync {

    private final PipelineRows pipelines;
    private final Accounts accounts;
    private final AsyncWishes wishes;
    private final WebhookSecrets secrets;
    private final Publishing publishing;
    private final AuditLog audit;
    private final InstantSource clock;

    PipelineAsync(
            PipelineRows pipelines,
            Accounts accounts,
            AsyncWishes wishes,
            WebhookSecrets secrets,
            Publishing publishing,
            AuditLog audit,
            InstantSource clock) {
        this.pipelines = pipelines;
        this.accounts = accounts;
        this.wishes = wishes;
        this.secrets = secrets;
        this.publishing = publishing;
        this.audit = audit;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public AsyncView show(Caller caller, String name) {
        return view(
                pipelines
                        .findByAccountAndName(caller.account(), name)
                        .orElseThrow(Pipelines::unknown));
    }

    /** What is null becomes what is usual, whatever it was before. */
    public AsyncView change(Caller caller, String name, AsyncSettings settings) {
        AsyncPolicy wanted = AsyncWishes.shaped(settings);
        accounts.lockedLimits(caller.account());
        Pipeline pipeline = lock(caller, name);
        Revision.require("the pipeline", settings.revision(), pipeline.revision());
        wishes.hold(caller.account(), wanted);
        wishes.require(caller, name, pipeline.async(), wanted);
        if (!wanted.equals(pipeline.async())) {
            pipeline.take(wanted, clock.instant());
            if (wanted.targets().stream().anyMatch(OfWebhook.class::isInstance)) {
                secrets.makeUnlessThere(pipeline.account(), pipeline.id());
            }
            publishing.publish(pipeline);
            audit.record(
                    caller,
                    "pipeline.async-changed",
                    Pipelines.subject(pipeline),
                    Map.of("settings", AsyncColumn.text(wanted)));
        }
        return view(pipeline);
    }

    /** Back to what every pipeline has from the start. */
    public void reset(Caller caller, String name) {
        change(caller, name, AsyncSettings.USUAL);
    }

    /** Shown once; the one before signs as well for a day. */
    public WebhookSecrets.NewSecret changeSecret(Caller caller, String name) {
        Pipeline pipeline = lock(caller, name);
        WebhookSecrets.NewSecret made = secrets.change(pipeline.account(), pipeline.id());
        audit.record(
                caller, "pipeline.webhook-secret-changed", Pipelines.subject(pipeline), Map.of());
        return made;
    }

    /** Names of pipelines that tell a Kafka of the ends of their runs, by its name here. */
    @Transactional(readOnly = true)
    public List<String> telling(Caller caller, String kafkaConnection) {
        return pipelines.withAsyncPolicy(caller.account()).stream()
                .filter(each -> AsyncPolicies.tells(each.async(), kafkaConnection))
                .map(Pipeline::name)
                .toList();
    }

    private static AsyncView view(Pipeline pipeline) {
        return AsyncView.of(pipeline.name(), pipeline.async(), pipeline.revision());
    }

    private Pipeline lock(Caller caller, String name) {
        return pipelines.lock(caller.account(), name).orElseThrow(Pipelines::unknown);
    }
}
