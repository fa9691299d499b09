package dev.meterlark.invocation;

import dev.meterlark.invocation.compiling.CompilerProgram;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.worker.AnswerStream;
import dev.meterlark.worker.Ending;
import dev.meterlark.worker.IsolationReport;
import dev.meterlark.worker.Provisioned;
import dev.meterlark.worker.RunReport;
import dev.meterlark.worker.RunRequest;
import dev.meterlark.worker.RuntimeOffer;
import dev.meterlark.worker.SandboxExit;
import dev.meterlark.worker.SandboxSpec;
import dev.meterlark.worker.Workers;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * Workers without sandboxes: what a function does is said by its handler. Sandboxes are only
 * counted, so that cold and warm, reuse and retirement are as with real ones.
 */
public final class FakeWorkers implements Workers {

    /** What a handler does with an event; it may block. */
    public interface Behaviour {

        Ending run(SandboxSpec spec, RunRequest request);
    }

    /** What a handler does with an event and a stream that takes pieces. */
    public interface StreamingBehaviour {

        Ending run(SandboxSpec spec, RunRequest request, AnswerStream stream);
    }

    /**
     * @param function whose sandbox, and of which revision
     */
    private record Sandbox(FunctionId function, long revision, String id) {}

    public record Retired(FunctionId function, String version, long belowRevision) {}

    private record Version(FunctionId function, String version) {

        static Version of(SandboxSpec spec) {
            return new Version(spec.function(), spec.version());
        }
    }

    /** That so many sandboxes be there before anyone calls. */
    public record Wish(SandboxSpec spec, int atLeast, boolean kept) {}

    private static final long LARGEST_ANSWER = (6L << 20) + 100;

    private final Map<String, StreamingBehaviour> behaviours = new HashMap<>();
    private final Map<Version, Queue<Sandbox>> idle = new HashMap<>();
    private final Map<Version, Long> retiredBelow = new HashMap<>();
    private final List<Retired> retired = new ArrayList<>();
    private final List<Wish> wishes = new ArrayList<>();
    private final List<SandboxSpec> published = new ArrayList<>();
    private final List<SandboxSpec> specs = new ArrayList<>();
    private final List<RunRequest> requests = new ArrayList<>();
    private Duration start = Duration.ofMillis(30);
    private Duration init = Duration.ofMillis(20);
    private Duration run = Duration.ofMillis(5);
    private byte[] log = "printed\n".getBytes(StandardCharsets.UTF_8);
    private int made;

    public FakeWorkers() {
        behave("echo", (_, request) -> new Ending.Succeeded(request.payload(), "application/json"));
        behave("fails", (_, _) -> failed("Error", "it broke"));
        behave(
                "fails-to-load",
                (_, _) -> new Ending.InitFailed("SyntaxError", "Unexpected token", new byte[0]));
        behave("exits", (_, _) -> new Ending.SandboxLost(new SandboxExit.Exited(1)));
        behave("never-answers", (spec, _) -> new Ending.TimedOut(spec.timeout()));
        behave(
                "answers-too-much",
                (_, _) -> new Ending.ResponseTooLarge(LARGEST_ANSWER + 1, LARGEST_ANSWER));
        behave(CompilerProgram.class.getName() + "::compile", (_, request) -> compiled(request));
        stream("streams", (_, _, stream) -> streamed(stream, "one,", "two,", "three"));
    }

    /** Here, because what tests compile is ours. */
    private static Ending compiled(RunRequest request) {
        try {
            byte[] answer = CompilerProgram.compile(request.payload());
            return new Ending.Succeeded(answer, "application/octet-stream");
        } catch (IOException e) {
            return failed("java.io.IOException", String.valueOf(e.getMessage()));
        }
    }

    /** What a function comes to that streams these pieces as plain text. */
    public static Ending streamed(AnswerStream stream, String... pieces) {
        byte[] whole = String.join("", pieces).getBytes(StandardCharsets.UTF_8);
        if (stream == AnswerStream.NONE) {
            return new Ending.Succeeded(whole, "text/plain");
        }
        stream.begins("text/plain");
        for (String piece : pieces) {
            stream.piece(piece.getBytes(StandardCharsets.UTF_8)).toCompletableFuture().join();
        }
        return new Ending.Streamed(whole.length, "text/plain");
    }

    public static Ending.FunctionFailed failed(String type, String message) {
        String object = "{\"errorType\":\"%s\",\"errorMessage\":\"%s\"}".formatted(type, message);
        return new Ending.FunctionFailed(type, message, object.getBytes(StandardCharsets.UTF_8));
    }

    /** From now on, functions with this handler do this. */
    public synchronized void behave(String handler, Behaviour behaviour) {
        behaviours.put(handler, (spec, request, _) -> behaviour.run(spec, request));
    }

    /** The same for a handler that streams to callers that want it to. */
    public synchronized void stream(String handler, StreamingBehaviour behaviour) {
        behaviours.put(handler, behaviour);
    }

    public void end(String handler, Ending ending) {
        behave(handler, (_, _) -> ending);
    }

    /** What the reports of the next calls say. */
    public synchronized void take(Duration start, Duration init, Duration run) {
        this.start = start;
        this.init = init;
        this.run = run;
    }

    public synchronized void print(String text) {
        log = text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public CompletableFuture<RunReport> run(
            SandboxSpec spec, RunRequest request, AnswerStream stream) {
        return CompletableFuture.supplyAsync(
                () -> runNow(spec, request, stream), command -> Thread.ofVirtual().start(command));
    }

    private RunReport runNow(SandboxSpec spec, RunRequest request, AnswerStream stream) {
        Sandbox warm;
        StreamingBehaviour behaviour;
        synchronized (this) {
            specs.add(spec);
            requests.add(request);
            warm = idleOf(spec);
            behaviour = behaviours.get(spec.handler());
        }
        if (behaviour == null) {
            throw new IllegalStateException("no behaviour for the handler " + spec.handler());
        }
        Ending ending = behaviour.run(spec, request, stream);
        synchronized (this) {
            return report(spec, warm, ending);
        }
    }

    @Override
    public synchronized void keepWarm(SandboxSpec spec, int atLeast) {
        wishes.add(new Wish(spec, atLeast, true));
    }

    @Override
    public List<Provisioned> provisioned() {
        return List.of();
    }

    @Override
    public synchronized void prepare(SandboxSpec spec, int atLeast) {
        wishes.add(new Wish(spec, atLeast, false));
    }

    @Override
    public synchronized void published(SandboxSpec spec) {
        published.add(spec);
    }

    /** Versions that it was told of, in their order. */
    public synchronized List<SandboxSpec> published() {
        return List.copyOf(published);
    }

    @Override
    public synchronized void retire(FunctionId function, String version, long belowRevision) {
        Version which = new Version(function, version);
        retired.add(new Retired(function, version, belowRevision));
        retiredBelow.merge(which, belowRevision, Math::max);
        idle.getOrDefault(which, new ArrayDeque<>())
                .removeIf(sandbox -> sandbox.revision < belowRevision);
    }

    @Override
    public List<RuntimeOffer> runtimes() {
        return List.of(
                new RuntimeOffer("nodejs20", "nodejs", "v20.20.2"),
                new RuntimeOffer("python3.11", "python", "Python 3.11.2"),
                new RuntimeOffer("java25", "java", "25.0.3"));
    }

    @Override
    public IsolationReport isolation() {
        return new IsolationReport("T1", "fake 1.0", "nothing runs, so nothing gets out");
    }

    public synchronized List<Retired> retired() {
        return List.copyOf(retired);
    }

    /** What was wished since this was asked before. */
    public synchronized List<Wish> takeWishes() {
        List<Wish> taken = List.copyOf(wishes);
        wishes.clear();
        return taken;
    }

    public synchronized List<SandboxSpec> specs() {
        return List.copyOf(specs);
    }

    public synchronized List<RunRequest> requests() {
        return List.copyOf(requests);
    }

    private @Nullable Sandbox idleOf(SandboxSpec spec) {
        Queue<Sandbox> sandboxes = idle.getOrDefault(Version.of(spec), new ArrayDeque<>());
        sandboxes.removeIf(sandbox -> sandbox.revision < spec.revision());
        return sandboxes.poll();
    }

    private RunReport report(SandboxSpec spec, @Nullable Sandbox warm, Ending ending) {
        boolean started =
                !(ending instanceof Ending.NotStarted || ending instanceof Ending.NoneFree);
        boolean cold = warm == null && started;
        Sandbox sandbox =
                warm == null
                        ? new Sandbox(spec.function(), spec.revision(), "sandbox-" + ++made)
                        : warm;
        boolean reusable =
                ending instanceof Ending.Succeeded
                        || ending instanceof Ending.Streamed
                        || ending instanceof Ending.FunctionFailed;
        if (reusable && sandbox.revision >= retiredBelow.getOrDefault(Version.of(spec), 0L)) {
            idle.computeIfAbsent(Version.of(spec), _ -> new ArrayDeque<>()).add(sandbox);
        }
        return new RunReport(
                ending,
                cold ? start : Duration.ZERO,
                cold ? init : Duration.ZERO,
                ran(ending, started),
                cold,
                1_500,
                20L << 20,
                log,
                0,
                started ? sandbox.id : null);
    }

    private Duration ran(Ending ending, boolean started) {
        if (!started || ending instanceof Ending.InitFailed) {
            return Duration.ZERO;
        }
        return ending instanceof Ending.TimedOut(Duration limit) ? limit : run;
    }
}
