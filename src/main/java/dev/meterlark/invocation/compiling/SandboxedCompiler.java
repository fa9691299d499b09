package dev.meterlark.invocation.compiling;

import dev.meterlark.function.snapshot.CompiledSource;
import dev.meterlark.function.snapshot.JavaSource;
import dev.meterlark.function.snapshot.SourceCompiler;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Egress;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.worker.AnswerStream;
import dev.meterlark.worker.Ending;
import dev.meterlark.worker.RunReport;
import dev.meterlark.worker.RunRequest;
import dev.meterlark.worker.RuntimeOffer;
import dev.meterlark.worker.SandboxExit;
import dev.meterlark.worker.SandboxSpec;
import dev.meterlark.worker.Workers;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;

/**
 * Runs the compiler as any function is run: in a sandbox that no other account ever gets, without a
 * network, within its memory and until its deadline.
 */
@Component
class SandboxedCompiler implements SourceCompiler {

    private final Workers workers;
    private final CompilerPackage code;
    private final CompilingProperties properties;
    private final CompilingTurns turns;
    private final InstantSource clock;

    /** One for all accounts: which account it is for is part of what a sandbox is started for. */
    private final FunctionId function = FunctionId.random();

    SandboxedCompiler(
            Workers workers,
            CompilerPackage code,
            CompilingProperties properties,
            InstantSource clock) {
        this.workers = workers;
        this.code = code;
        this.properties = properties;
        this.turns = new CompilingTurns(properties.atOnce(), properties.longestWait());
        this.clock = clock;
    }

    @Override
    public CompiledSource compile(AccountId account, JavaSource source) {
        RuntimeOffer runtime = compiling();
        String release = release(source.runtime());
        var request =
                new RunRequest(
                        InvocationId.at(clock.instant()),
                        CompilerMessages.request(
                                source, release.equals(release(runtime.name())) ? "" : release),
                        "application/octet-stream",
                        "",
                        null);
        RunReport report;
        try (var _ = turns.take(account)) {
            report = workers.run(spec(account, runtime), request, AnswerStream.NONE).join();
        }
        return read(report.ending());
    }

    /** The newest Java that is offered; it has to know the class files of this platform. */
    private RuntimeOffer compiling() {
        int own = Runtime.version().feature();
        return workers.runtimes().stream()
                .filter(offer -> offer.family().equals("java") && feature(offer.name()) >= own)
                .max(Comparator.comparingInt(offer -> feature(offer.name())))
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        ErrorCode.RUNTIME_UNAVAILABLE,
                                        "Java source is compiled with Java %d or newer, which is not offered here; compile it yourself and upload the jar"
                                                .formatted(own)));
    }

    private static int feature(String runtime) {
        return Integer.parseInt(release(runtime));
    }

    private static String release(String runtime) {
        return runtime.replaceFirst("^java", "");
    }

    private SandboxSpec spec(AccountId account, RuntimeOffer runtime) {
        return new SandboxSpec(
                account,
                function,
                1,
                "java-compiler",
                "$LATEST",
                "arn:aws:lambda:local:000000000000:function:java-compiler",
                code.digest(),
                runtime.name(),
                CompilerProgram.HANDLER,
                Math.toIntExact(properties.memory().toMegabytes()),
                properties.timeout(),
                1,
                Egress.NONE,
                Map.of());
    }

    private CompiledSource read(Ending ending) {
        return switch (ending) {
            case Ending.Succeeded(byte[] payload, _) -> read(payload);
            case Ending.TimedOut _ ->
                    throw tooMuch("took longer than " + properties.timeout().toSeconds() + " s");
            case Ending.SandboxLost(SandboxExit.OutOfMemory _) ->
                    throw tooMuch("needed more than " + properties.memory().toMegabytes() + " MiB");
            case Ending.ResponseTooLarge _ -> throw tooMuch("made more than 6 MB of classes");
            case Ending.NoneFree(String reason) -> throw busy(reason);
            case Ending.NotStarted(String reason) ->
                    throw new RefusedException(
                            ErrorCode.ISOLATION_UNAVAILABLE,
                            "Java source is compiled in a sandbox, and none could be started;"
                                    + " compile it yourself and upload the jar",
                            reason,
                            null);
            case Ending.Streamed _,
                    Ending.FunctionFailed _,
                    Ending.InitFailed _,
                    Ending.SandboxLost _,
                    Ending.GivenUp _ ->
                    throw failed(ending.toString(), null);
        };
    }

    private static CompiledSource read(byte[] payload) {
        try {
            return CompilerMessages.answer(payload);
        } catch (IOException e) {
            throw failed("an answer of %d bytes".formatted(payload.length), e);
        }
    }

    private static RefusedException tooMuch(String what) {
        return new RefusedException(
                ErrorCode.PACKAGE_INVALID,
                "compiling the source %s; make it smaller, or compile it yourself and upload the jar"
                        .formatted(what));
    }

    private static RefusedException busy(String why) {
        return new RefusedException(
                ErrorCode.PLATFORM_BUSY,
                "there is no room to compile the source now; try again",
                why,
                null);
    }

    private static RefusedException failed(String internal, @Nullable Throwable cause) {
        return new RefusedException(
                ErrorCode.PLATFORM_ERROR,
                "the compiler failed on this source; compile it yourself and upload the jar",
                internal,
                cause);
    }
}
