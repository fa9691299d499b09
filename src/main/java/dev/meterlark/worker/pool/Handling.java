package dev.meterlark.worker.pool;

import dev.meterlark.worker.Ending;
import dev.meterlark.worker.RunReport;
import dev.meterlark.worker.SandboxExit;
import dev.meterlark.worker.protocol.Exchange;
import dev.meterlark.worker.protocol.Outlet;
import dev.meterlark.worker.protocol.Pace;
import dev.meterlark.worker.protocol.Reply;
import dev.meterlark.worker.sandbox.Printed;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/**
 * Hands events to sandboxes and makes reports of what became of them. Runs on whatever thread
 * brings the news, for the most part the sandbox's event loop.
 */
final class Handling {

    private static final Logger log = LoggerFactory.getLogger(Handling.class);

    private final Pool pool;
    private final Lives lives;
    private final PoolProperties properties;
    private final long mostStreamed;
    private final Pace pace;
    private final int logBytes;
    private final CrashLoops crashes;
    private final InstantSource clock;

    Handling(
            Pool pool,
            Lives lives,
            PoolProperties properties,
            CrashLoops crashes,
            InstantSource clock) {
        this.pool = pool;
        this.lives = lives;
        this.properties = properties;
        this.logBytes = (int) properties.logBytesPerCall().toBytes();
        this.mostStreamed = properties.largestStream().toBytes();
        this.pace = new Pace(properties.streamPerSecond().toBytes());
        this.crashes = crashes;
        this.clock = clock;
    }

    /**
     * Takes the call to a sandbox that is awake.
     *
     * @return false when the sandbox has ended before
     */
    boolean begins(Call call, Member member) {
        Run run = member.run();
        if (!run.begins(call)) {
            return false;
        }
        call.onGivingUp(() -> giveUp(call, member));
        if (call.isOver()) {
            run.leaves(call);
            lives.free(member);
        } else {
            hand(call, member);
        }
        return true;
    }

    /** The call's sandbox has loaded the function. */
    void loaded(Call call, Member member) {
        crashes.started(member.kind());
        pool.started(member);
        if (!call.isOver()) {
            call.loaded();
            hand(call, member);
        }
    }

    private void hand(Call call, Member member) {
        Run run = member.run();
        try {
            call.runs();
            run.watch(call);
            Exchange exchange =
                    run.sandbox()
                            .conversation()
                            .hand(
                                    call.request,
                                    call.spec.functionArn(),
                                    clock.instant().plus(call.spec.timeout()),
                                    new Outlet(call.stream, mostStreamed, pace));
            call.awaits(exchange);
            exchange.reply()
                    .whenComplete((answer, failure) -> replied(call, member, answer, failure));
        } catch (IllegalStateException e) {
            // Its end, which is under way or comes now, says what becomes of the call.
            run.sandbox().kill("it cannot take an event");
        } catch (RuntimeException e) {
            abandon(call, member, e);
        }
    }

    private void replied(
            Call call, Member member, @Nullable Reply answer, @Nullable Throwable failure) {
        if (answer != null) {
            conclude(call, member, ending(answer), true);
        } else if (!call.isOver()) {
            // What cannot be talked to any more is ended, which then ends the call.
            Lives.end(member, "its Runtime API failed: " + failure);
        }
    }

    /** The call has been loading or running for as long as it may. */
    void overdue(Call call, Member member) {
        Ending ending =
                call.handed()
                        ? new Ending.TimedOut(call.spec.timeout())
                        : new Ending.InitFailed(
                                "Runtime.InitTimeout",
                                "The runtime did not ask for its first event within %d ms"
                                        .formatted(properties.longestInit().toMillis()),
                                new byte[0]);
        conclude(call, member, ending, false);
    }

    /** The sandbox is gone, and nothing was left in its socket. */
    void lost(Call call, Member member, SandboxExit exit) {
        conclude(call, member, new Ending.SandboxLost(exit), false);
    }

    /**
     * The end of a call that has reached a sandbox.
     *
     * @param reusable whether the sandbox may have another one
     */
    void conclude(Call call, Member member, Ending ending, boolean reusable) {
        if (!call.ends()) {
            return;
        }
        Run run = member.run();
        RunReport report;
        try {
            Duration took = call.sincePhaseBegan();
            if (!call.handed() && ending.billable() && !(ending instanceof Ending.GivenUp)) {
                crashes.failed(member.kind(), System.nanoTime());
            }
            if (!reusable) {
                spoil(call, member, reason(ending));
            }
            report = report(call, run, ending, took);
            if (reusable && !run.hasEnded()) {
                letGo(member, call.exchange());
            }
        } catch (RuntimeException e) {
            report = abandoned(member, e);
        }
        run.leaves(call);
        call.report.complete(report);
    }

    void giveUp(Call call, Member member) {
        conclude(call, member, new Ending.GivenUp(true), false);
    }

    private void spoil(Call call, Member member, String reason) {
        pool.leave(member);
        member.run().spoil(call, reason);
        call.wantsNoReply();
    }

    /** Something of ours failed with the call under way: the sandbox is of no use any more. */
    void abandon(Call call, Member member, RuntimeException why) {
        if (call.ends()) {
            RunReport report = abandoned(member, why);
            member.run().leaves(call);
            call.report.complete(report);
        }
    }

    private static RunReport abandoned(Member member, RuntimeException why) {
        log.error("A call in sandbox {} was lost", member.sandbox().id(), why);
        Lives.end(member, "its call could not go on");
        return Call.unstarted(
                new Ending.SandboxLost(
                        new SandboxExit.EndedByPlatform("the call could not go on")));
    }

    /** The sandbox is free as soon as it asks; what it printed until here is already taken. */
    private void letGo(Member member, Exchange exchange) {
        CompletableFuture<Void> asking = exchange.asked();
        if (asking.isDone() && !asking.isCompletedExceptionally()) {
            lives.free(member);
            return;
        }
        Afterwork afterwork = pool.settling(member);
        asking.thenRun(() -> lives.free(afterwork));
    }

    private static String reason(Ending ending) {
        return switch (ending) {
            case Ending.TimedOut _ -> "a call's time was over";
            case Ending.InitFailed _ -> "its init failed";
            case Ending.SandboxLost _ -> "it has ended";
            case Ending.GivenUp _ -> "a caller has given up";
            case Ending.Succeeded _,
                    Ending.Streamed _,
                    Ending.FunctionFailed _,
                    Ending.ResponseTooLarge _,
                    Ending.NotStarted _,
                    Ending.NoneFree _ ->
                    throw new IllegalStateException("no reason to end a sandbox: " + ending);
        };
    }

    private static Ending ending(Reply reply) {
        return switch (reply) {
            case Reply.Answered(var payload, var type) -> new Ending.Succeeded(payload, type);
            case Reply.Streamed(long bytes, var type) -> new Ending.Streamed(bytes, type);
            case Reply.Failed(var type, var message, var payload) ->
                    new Ending.FunctionFailed(type, message, payload);
            case Reply.TooLarge(long bytes, long limit) ->
                    new Ending.ResponseTooLarge(bytes, limit);
        };
    }

    private RunReport report(Call call, Run run, Ending ending, Duration took) {
        Run.Readings readings = run.readings(call);
        Printed printed = readings.printed();
        byte[] kept = printed.bytes();
        long cut = Math.max(0, kept.length - logBytes);
        if (cut > 0) {
            kept = Arrays.copyOf(kept, logBytes);
        }
        Call.Beginning beginning = call.beginning();
        return new RunReport(
                ending,
                beginning.start(),
                call.handed() ? beginning.init() : took,
                call.handed() ? took : Duration.ZERO,
                beginning.cold(),
                readings.cpuMicros(),
                readings.peakMemoryBytes(),
                kept,
                printed.droppedBytes() + cut,
                run.sandbox().id(),
                run.sandbox().takeSentBytes());
    }
}
