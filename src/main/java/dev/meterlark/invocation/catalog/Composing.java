package dev.meterlark.invocation.catalog;

import dev.meterlark.function.snapshot.PipelineSnapshot;
import dev.meterlark.invocation.Composer;
import dev.meterlark.invocation.EventIntake;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.invocation.RunEnd;
import dev.meterlark.invocation.RunInHand;
import dev.meterlark.invocation.RunOrder;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Runs pipelines, each on a virtual thread of its own. */
@Component
class Composing implements Composer {

    private static final Logger LOG = LoggerFactory.getLogger(Composing.class);

    private final Map<InvocationId, InHand> running = new ConcurrentHashMap<>();
    private final PipelineIndex index;
    private final Catalogs catalogs;
    private final StageCalls calls;
    private final EventIntake intake;
    private final CatalogProperties properties;
    private final InstantSource clock;

    private record InHand(PipelineSnapshot pipeline, Instant since, Stop stop) {}

    Composing(
            PipelineIndex index,
            Catalogs catalogs,
            StageCalls calls,
            EventIntake intake,
            CatalogProperties properties,
            InstantSource clock) {
        this.index = index;
        this.catalogs = catalogs;
        this.calls = calls;
        this.intake = intake;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public boolean knows(AccountId account, String name) {
        return index.knows(account, name);
    }

    @Override
    public Optional<PipelineSnapshot> find(AccountId account, FunctionRef wanted) {
        return index.find(account, wanted);
    }

    @Override
    public List<RunInHand> running(AccountId account, FunctionId pipeline) {
        return running.entrySet().stream()
                .filter(run -> run.getValue().pipeline.account().equals(account))
                .filter(run -> run.getValue().pipeline.pipeline().equals(pipeline))
                .map(
                        run ->
                                new RunInHand(
                                        run.getKey(),
                                        run.getValue().pipeline.version(),
                                        run.getValue().since))
                .sorted(Comparator.comparing(RunInHand::startedAt))
                .toList();
    }

    @Override
    public boolean cancel(AccountId account, InvocationId run) {
        InHand found = running.get(run);
        if (found == null || !found.pipeline.account().equals(account)) {
            return false;
        }
        found.stop.cancel();
        return true;
    }

    @Override
    public CompletableFuture<RunEnd> run(PipelineSnapshot pipeline, RunOrder order) {
        var end = new CompletableFuture<RunEnd>();
        var stop = new Stop(pipeline.timeout());
        running.put(order.run(), new InHand(pipeline, clock.instant(), stop));
        Thread.ofVirtual()
                .name("run " + order.run())
                .start(
                        () -> {
                            RunEnd how = ended(pipeline, order, stop);
                            running.remove(order.run());
                            end.complete(how);
                        });
        return end;
    }

    private RunEnd ended(PipelineSnapshot pipeline, RunOrder order, Stop stop) {
        try (EventIntake.Taken held = intake.open()) {
            Content answer = through(pipeline, order, stop, held);
            return new RunEnd.Answered(answer.bytes(), answer.type());
        } catch (StageFailedException e) {
            if (e.end().stage() != null) {
                order.watcher().failed(e.end().stage());
            }
            return e.end();
        } catch (RuntimeException | Error e) {
            LOG.error("run {} of {} failed", order.run(), pipeline.pipeline(), e);
            return new RunEnd.Failed(ErrorCode.PLATFORM_ERROR, null, "the platform failed", null);
        }
    }

    private Content through(
            PipelineSnapshot pipeline, RunOrder order, Stop stop, EventIntake.Taken held) {
        Function<Message<byte[]>, Message<byte[]>> composed = catalogs.composed(pipeline);
        var around =
                new StageCaller.Surroundings(
                        calls, stop, properties, order.span().below(), intake.maxEventBytes());
        var run = new PipelineRun(pipeline, order, around, held);
        Message<byte[]> event =
                new Content(order.event().payload(), order.event().contentType()).message();
        return Content.of(
                ScopedValue.where(PipelineRun.CURRENT, run).call(() -> composed.apply(event)));
    }
}
