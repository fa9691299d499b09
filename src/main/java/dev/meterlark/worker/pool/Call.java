package dev.meterlark.worker.pool;

import dev.meterlark.worker.AnswerStream;
import dev.meterlark.worker.Ending;
import dev.meterlark.worker.RunReport;
import dev.meterlark.worker.RunRequest;
import dev.meterlark.worker.SandboxSpec;
import dev.meterlark.worker.protocol.Exchange;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One call on its way. It ends once, with whatever comes first: an answer, its deadline, the end of
 * its sandbox, its caller giving up. Who is told so by {@link #ends} keeps the promise.
 */
final class Call {

    final SandboxSpec spec;
    final RunRequest request;
    final AnswerStream stream;
    final CompletableFuture<RunReport> report = new Promise();

    private final AtomicBoolean over = new AtomicBoolean();
    private volatile Runnable givingUp = () -> {};
    private volatile boolean givenUp;
    private volatile Beginning beginning = Beginning.WARM;
    private volatile long phaseBegan;
    private volatile long deadlineNanos = Long.MAX_VALUE;
    private volatile boolean handed;
    private volatile @Nullable Exchange exchange;

    /** What came before the event was handed over. */
    record Beginning(Duration start, Duration init, boolean cold) {

        static final Beginning WARM = new Beginning(Duration.ZERO, Duration.ZERO, false);
    }

    Call(SandboxSpec spec, RunRequest request, AnswerStream stream) {
        this.spec = spec;
        this.request = request;
        this.stream = stream;
    }

    /** As the runtime knows it. */
    String id() {
        return request.id().toString();
    }

    /** True for the first to ask. */
    boolean ends() {
        return over.compareAndSet(false, true);
    }

    boolean isOver() {
        return over.get();
    }

    /** What is to be done when the caller gives up from here on; at once if it has. */
    void onGivingUp(Runnable action) {
        givingUp = action;
        if (givenUp) {
            action.run();
        }
    }

    /** Its sandbox was made and loads the function. */
    void loads(Duration start, Duration atMost) {
        beginning = new Beginning(start, Duration.ZERO, true);
        begin(atMost);
    }

    void loaded() {
        beginning = new Beginning(beginning.start, sincePhaseBegan(), true);
    }

    /** The event is handed over. */
    void runs() {
        handed = true;
        begin(spec.timeout());
    }

    void awaits(Exchange exchange) {
        this.exchange = exchange;
        if (isOver()) {
            wantsNoReply();
        }
    }

    Exchange exchange() {
        return Objects.requireNonNull(exchange, "an event that was not handed over");
    }

    /** An answer that comes now is refused. */
    void wantsNoReply() {
        Exchange awaited = exchange;
        if (awaited != null) {
            awaited.reply().cancel(false);
        }
    }

    private void begin(Duration atMost) {
        long now = System.nanoTime();
        phaseBegan = now;
        deadlineNanos = now + atMost.toNanos();
    }

    /** How long it has been loading or running; nothing when neither has begun. */
    Duration sincePhaseBegan() {
        return deadlineNanos == Long.MAX_VALUE
                ? Duration.ZERO
                : Duration.ofNanos(System.nanoTime() - phaseBegan);
    }

    Beginning beginning() {
        return beginning;
    }

    /** Whether the function may have seen the event. */
    boolean handed() {
        return handed;
    }

    /** Until when it has to be loaded, or then to be answered. */
    long deadlineNanos() {
        return deadlineNanos;
    }

    /** Ends it, if it is not over, where it has reached no sandbox. */
    void endUnstarted(Ending ending) {
        if (ends()) {
            report.complete(unstarted(ending));
        }
    }

    static RunReport unstarted(Ending ending) {
        return new RunReport(
                ending,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                false,
                0,
                0,
                new byte[0],
                0,
                null);
    }

    private final class Promise extends CompletableFuture<RunReport> {

        /** Kept with a report where a sandbox had the call, and cancelled where none had. */
        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            givenUp = true;
            givingUp.run();
            return super.cancel(mayInterruptIfRunning);
        }
    }
}
