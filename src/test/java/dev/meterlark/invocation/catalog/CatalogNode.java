package dev.meterlark.invocation.catalog;

import dev.meterlark.function.snapshot.AsyncPolicy;
import dev.meterlark.function.snapshot.PipelineSnapshot;
import dev.meterlark.invocation.Answer;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.FailedStage;
import dev.meterlark.invocation.FakeWorkers;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.invocation.InvocationNode;
import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.invocation.Lineage;
import dev.meterlark.invocation.Published;
import dev.meterlark.invocation.RunWatcher;
import dev.meterlark.invocation.TraceContext;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.worker.AnswerStream;
import dev.meterlark.worker.Ending;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/** A node that runs pipelines of functions whose behaviour a test says. */
final class CatalogNode implements AutoCloseable {

    final AccountId account = AccountId.random();
    final InvocationNode node;
    final PipelineIndex index;
    final Catalogs catalogs;
    final Composing composing;
    private final Generations generations = new Generations();
    private long revisions;

    /** What a run told of itself. */
    static final class Watched implements RunWatcher {

        final List<String> ran = Collections.synchronizedList(new ArrayList<>());
        final List<InvocationRecord> records = Collections.synchronizedList(new ArrayList<>());
        final List<FailedStage> failed = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void ran(int stage, String name, InvocationRecord record) {
            ran.add(stage + " " + name);
            records.add(record);
        }

        @Override
        public void failed(FailedStage stage) {
            failed.add(stage);
        }
    }

    CatalogNode(Path data, Map<String, String> settings) throws IOException {
        node = new InvocationNode(data, settings, generations);
        index = new PipelineIndex(generations);
        var calls = new StageCalls(node.invocations);
        CatalogProperties properties =
                new Binder(new MapConfigurationPropertySource(settings))
                        .bindOrCreate("meterlark.invocation.catalog", CatalogProperties.class);
        catalogs = new Catalogs(generations, index, calls, properties);
        composing = new Composing(index, catalogs, calls, node.intake, properties, node.clock);
        node.composers.addBean("composing", composing);
    }

    /** A function of that name that does this with each event. */
    Published function(String name, FakeWorkers.Behaviour behaviour) {
        Published function = Published.function(account, name).handler(name);
        node.workers.behave(name, behaviour);
        node.publish(function);
        return function;
    }

    /** One that puts its name behind a JSON string. */
    Published appends(String name) {
        return function(
                name,
                (_, request) -> {
                    String text = text(request.payload());
                    return json(text.substring(0, text.length() - 1) + ">" + name + "\"");
                });
    }

    /** A stage is {@code name}, {@code name:qualifier}, and with a star at its end one for each. */
    PipelineSnapshot pipeline(String name, String... stages) {
        return pipeline(
                name, Duration.ofSeconds(20), Stream.of(stages).map(CatalogNode::stage).toList());
    }

    PipelineSnapshot pipeline(String name, Duration timeout, List<PipelineSnapshot.Stage> stages) {
        var pipeline =
                new PipelineSnapshot(
                        account,
                        FunctionId.random(),
                        name,
                        FunctionRef.LATEST,
                        ++revisions,
                        stages,
                        timeout,
                        AsyncPolicy.DEFAULT);
        index.publish(List.of(pipeline));
        return pipeline;
    }

    static PipelineSnapshot.Stage stage(String text) {
        boolean each = text.endsWith("*");
        String[] parts = (each ? text.substring(0, text.length() - 1) : text).split(":");
        return new PipelineSnapshot.Stage(
                parts[0],
                parts.length > 1 ? parts[1] : FunctionRef.LATEST,
                each ? new PipelineSnapshot.Each(10) : null,
                null);
    }

    Answer call(String name, String json) {
        return call(name, json, RunWatcher.NONE);
    }

    Answer call(String name, String json, RunWatcher watcher) {
        try {
            return begin(name, event(json, Event.JSON), watcher).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RefusedException refusal) {
                throw refusal;
            }
            throw e;
        }
    }

    CompletableFuture<Answer> begin(String name, Event event, @Nullable RunWatcher watcher) {
        return node.invocations.begin(
                account,
                FunctionRef.latest(name),
                event,
                AnswerStream.NONE,
                watcher == null ? RunWatcher.NONE : watcher);
    }

    static Event event(String text, String type) {
        return new Event(
                text.getBytes(StandardCharsets.UTF_8),
                type,
                "rest",
                TraceContext.NONE,
                null,
                Lineage.FIRST);
    }

    static Ending json(String text) {
        return new Ending.Succeeded(text.getBytes(StandardCharsets.UTF_8), Event.JSON);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static String text(Answer answer) {
        return answer instanceof Answer.Succeeded succeeded
                ? text(succeeded.payload())
                : answer.toString();
    }

    @Override
    public void close() {
        node.close();
    }
}
