package dev.meterlark.worker.pool;

import dev.meterlark.worker.SandboxExit;
import dev.meterlark.worker.sandbox.Printed;
import dev.meterlark.worker.sandbox.ResourceUse;
import dev.meterlark.worker.sandbox.Sandbox;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A started sandbox and the calls it has. One alarm watches all their deadlines, and is set anew
 * only when it rings: most calls end long before. The monitor guards the calls and what is known of
 * the end; nothing is called under it.
 */
final class Run {

    /** An answer that was sent just before the end may still be in the socket. */
    private static final Duration LAST_WORDS = Duration.ofMillis(100);

    private final Sandbox sandbox;
    private final Alarms alarms;
    private final Watching watching;
    private final Set<Call> calls = new LinkedHashSet<>();
    private @Nullable SandboxExit exit;

    /** When the alarm rings; meaningless while none is set. */
    private long alarmNanos;

    private @Nullable Future<?> alarm;
    private @Nullable String spoilt;

    private final CpuShares cpu = new CpuShares();
    private final Output output;

    /** What becomes of calls that their sandbox does not answer. */
    record Watching(Consumer<Call> overdue, BiConsumer<Call, SandboxExit> lost) {}

    /** What a call took and printed. */
    record Readings(long cpuMicros, long peakMemoryBytes, Printed printed) {}

    Run(Sandbox sandbox, Output output, Alarms alarms, Watching watching) {
        this.sandbox = sandbox;
        this.output = output;
        this.alarms = alarms;
        this.watching = watching;
    }

    Sandbox sandbox() {
        return sandbox;
    }

    CompletableFuture<SandboxExit> exit() {
        return sandbox.exit();
    }

    /**
     * From here on the sandbox's last readings are kept for the call, and its end is the call's.
     *
     * @return false when it has ended, or is to end, and takes no call any more
     */
    boolean begins(Call call) {
        synchronized (this) {
            if (exit != null || spoilt != null) {
                return false;
            }
            calls.add(call);
            cpu.begins(call, System.nanoTime());
        }
        output.begins(call);
        return true;
    }

    /** Once, before it leaves. */
    Readings readings(Call call) {
        Printed printed = output.ends(call);
        ResourceUse use = sandbox.use();
        synchronized (this) {
            long micros = cpu.ends(call, System.nanoTime(), use.cpuMicros());
            return new Readings(micros, use.peakMemoryBytes(), printed);
        }
    }

    /** The call needs the sandbox no more. What was spoilt ends with the last. */
    void leaves(Call call) {
        String reason;
        output.drop(call);
        synchronized (this) {
            calls.remove(call);
            cpu.drop(call);
            notifyAll();
            reason = calls.isEmpty() ? spoilt : null;
        }
        if (reason != null) {
            sandbox.kill(reason);
        }
    }

    /**
     * No call begins any more, and the sandbox ends with the last of those that it has, at once
     * when it has none but this.
     */
    void spoil(@Nullable Call call, String reason) {
        boolean alone;
        synchronized (this) {
            spoilt = spoilt == null ? reason : spoilt;
            alone = calls.stream().allMatch(each -> each == call);
        }
        if (alone) {
            sandbox.kill(reason);
        }
    }

    /** Sees to it that the call's deadline is kept. */
    synchronized void watch(Call call) {
        long deadline = call.deadlineNanos();
        if (exit == null && (alarm == null || deadline - alarmNanos < 0)) {
            setAlarm(deadline);
        }
    }

    private void setAlarm(long deadline) {
        dropAlarm();
        alarmNanos = deadline;
        alarm = alarms.after(deadline - System.nanoTime(), () -> ring(deadline));
    }

    private void dropAlarm() {
        Future<?> set = alarm;
        alarm = null;
        if (set != null) {
            set.cancel(false);
        }
    }

    private void ring(long nanos) {
        List<Call> overdue = new ArrayList<>();
        synchronized (this) {
            if (nanos != alarmNanos || exit != null) {
                return; // an earlier one was set since, or its calls are about to be lost
            }
            alarm = null;
            long now = System.nanoTime();
            long next = Long.MAX_VALUE;
            for (Call call : calls) {
                long left = call.deadlineNanos() - now;
                if (left <= 0) {
                    overdue.add(call);
                } else {
                    next = Math.min(next, left);
                }
            }
            if (next < Long.MAX_VALUE) {
                setAlarm(now + next);
            }
        }
        overdue.forEach(call -> Thread.ofVirtual().start(() -> watching.overdue.accept(call)));
    }

    boolean hasEnded() {
        synchronized (this) {
            return exit != null;
        }
    }

    /** Called once, by whoever watches the exit. */
    void ended(SandboxExit exit) {
        List<Call> left;
        synchronized (this) {
            this.exit = exit;
            dropAlarm();
            left = List.copyOf(calls);
        }
        for (Call call : left) {
            if (call.handed()) {
                alarms.after(LAST_WORDS, () -> lost(call, exit));
            } else {
                lost(call, exit);
            }
        }
    }

    private void lost(Call call, SandboxExit exit) {
        Thread.ofVirtual().start(() -> watching.lost.accept(call, exit));
    }

    /** Blocks until no call needs the sandbox's last readings any more. */
    synchronized void awaitCalls() {
        boolean interrupted = false;
        while (!calls.isEmpty()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
