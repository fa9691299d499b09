package dev.meterlark.worker.wasm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.worker.AnswerStream;
import dev.meterlark.worker.Ending;
import dev.meterlark.worker.RealNode;
import dev.meterlark.worker.RunReport;
import dev.meterlark.worker.RunRequest;
import dev.meterlark.worker.SandboxSpec;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One account's modules on a real node. */
final class Modules {

    private static final Duration LONG = Duration.ofSeconds(20);

    /** One for all tests that do not need another: each account has a host of its own. */
    private static final AccountId USUAL = AccountId.random();

    private final RealNode.Node node;
    private final AccountId account;

    Modules(RealNode.Node node) {
        this(node, USUAL);
    }

    Modules(RealNode.Node node, AccountId account) {
        this.node = node;
        this.account = account;
    }

    SandboxSpec spec(byte[] module) {
        return spec(module, 128, 1, LONG);
    }

    SandboxSpec spec(byte[] module, int memoryMiB, int concurrency, Duration timeout) {
        SandboxSpec of =
                node.spec(
                        new RealNode.Version(account, FunctionId.random(), 1),
                        new RealNode.Program("wasm", node.keep(Wat.zip(module)), "name", memoryMiB),
                        timeout);
        return new SandboxSpec(
                of.account(),
                of.function(),
                of.revision(),
                of.functionName(),
                of.version(),
                of.functionArn(),
                of.code(),
                of.runtime(),
                of.handler(),
                of.memoryMiB(),
                of.timeout(),
                concurrency,
                of.egress(),
                of.environment());
    }

    RunReport run(SandboxSpec spec, String event) {
        return begin(spec, event).orTimeout(60, TimeUnit.SECONDS).join();
    }

    CompletableFuture<RunReport> begin(SandboxSpec spec, String event) {
        return node.workers()
                .run(
                        spec,
                        new RunRequest(
                                InvocationId.at(Instant.now()),
                                event.getBytes(UTF_8),
                                "application/json",
                                "",
                                null),
                        AnswerStream.NONE);
    }

    /** Calls it once. */
    RunReport run(byte[] module, String event) {
        return run(spec(module), event);
    }

    static String answer(RunReport report) {
        return report.ending() instanceof Ending.Succeeded succeeded
                ? new String(succeeded.payload(), UTF_8)
                : report.ending().toString();
    }

    static Ending.FunctionFailed failure(RunReport report) {
        return report.ending() instanceof Ending.FunctionFailed failed
                ? failed
                : new Ending.FunctionFailed("none", report.ending().toString(), new byte[0]);
    }
}
