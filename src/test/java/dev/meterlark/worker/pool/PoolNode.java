package dev.meterlark.worker.pool;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Egress;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.worker.AnswerStream;
import dev.meterlark.worker.KeepAlive;
import dev.meterlark.worker.RunReport;
import dev.meterlark.worker.RunRequest;
import dev.meterlark.worker.SandboxSpec;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Workers over fake sandboxes, with the bounds that a test wants. */
final class PoolNode implements AutoCloseable {

    private static final byte[] ZIP = Zips.of("index.mjs", "export const handler = e => e");

    final FakeSandboxes sandboxes = new FakeSandboxes();
    final SandboxWorkers workers;
    final Pool pool;
    final Lives lives;
    private final Alarms alarms = new Alarms();

    /** Settings as {@code key=value}. */
    static PoolNode of(Path folder, String... settings) throws IOException {
        return of(folder, new StandardKeepAlive(), settings);
    }

    static PoolNode of(Path folder, KeepAlive keepAlive, String... settings) throws IOException {
        var map = new HashMap<String, String>();
        for (String each : settings) {
            map.put("meterlark.worker." + each.split("=")[0], each.split("=")[1]);
        }
        return new PoolNode(folder.resolve("code"), keepAlive, Map.copyOf(map));
    }

    private PoolNode(Path folder, KeepAlive keepAlive, Map<String, String> settings)
            throws IOException {
        PoolProperties properties =
                new Binder(new MapConfigurationPropertySource(settings))
                        .bindOrCreate("meterlark.worker", PoolProperties.class);
        long memoryMiB = properties.memory().toMegabytes();
        pool = new Pool(properties, memoryMiB == 0 ? 10_000 : memoryMiB, keepAlive);
        lives = new Lives(pool, properties, keepAlive);
        var codes =
                new CodeStore(
                        folder,
                        _ -> new ByteArrayInputStream(ZIP),
                        1 << 20,
                        new Unpacking.Bounds(1 << 20, 10));
        workers =
                new SandboxWorkers(
                        sandboxes,
                        pool,
                        lives,
                        codes,
                        properties,
                        alarms,
                        keepAlive,
                        InstantSource.system());
    }

    static SandboxSpec spec(AccountId account, FunctionId function, long revision) {
        return spec(account, function, revision, Duration.ofSeconds(30));
    }

    static SandboxSpec spec(
            AccountId account, FunctionId function, long revision, Duration timeout) {
        return spec(new Kind(account, function, "$LATEST", revision), 128, timeout);
    }

    static SandboxSpec spec(Kind kind, int memoryMiB, Duration timeout) {
        return spec(kind, memoryMiB, timeout, 1);
    }

    /**
     * @param concurrency calls that a sandbox takes at once
     */
    static SandboxSpec spec(Kind kind, int memoryMiB, Duration timeout, int concurrency) {
        return new SandboxSpec(
                kind.account(),
                kind.function(),
                kind.revision(),
                "sample",
                kind.version(),
                "arn:aws:lambda:us-east-1:000000000001:function:sample",
                Zips.digest(ZIP),
                "nodejs20",
                "index.handler",
                memoryMiB,
                timeout,
                concurrency,
                Egress.NONE,
                Map.of());
    }

    /** Of a function that nobody else has. */
    static SandboxSpec spec(AccountId account, int memoryMiB) {
        return spec(
                new Kind(account, FunctionId.random(), "$LATEST", 1),
                memoryMiB,
                Duration.ofSeconds(30));
    }

    boolean isHanded(int sandbox, int events) {
        return sandboxes.made.size() > sandbox
                && sandboxes.made.get(sandbox).events.size() == events;
    }

    RunReport run(SandboxSpec spec) {
        return runLater(spec).join();
    }

    /** Whoever cancels it gives the call up. */
    CompletableFuture<RunReport> runLater(SandboxSpec spec) {
        return runLater(spec, request());
    }

    CompletableFuture<RunReport> runLater(SandboxSpec spec, RunRequest request) {
        return workers.run(spec, request, AnswerStream.NONE);
    }

    static RunRequest request() {
        return new RunRequest(
                InvocationId.at(Instant.parse("2026-11-23T12:00:00Z")),
                "{}".getBytes(StandardCharsets.UTF_8),
                "application/json",
                "",
                null);
    }

    @Override
    public void close() {
        lives.close();
        alarms.close();
    }
}
