package dev.meterlark.worker.protocol;

import dev.meterlark.worker.RunRequest;
import dev.meterlark.worker.protocol.RuntimeState.Step;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** One event on its way to the runtime, and the promise of its answer. */
final class Event {

    /** Up to here one copy into the same buffer is cheaper than a second one. */
    private static final int SMALL = 16 * 1024;

    private final RunRequest request;
    private final String id;
    private final String functionArn;
    private final Instant deadline;
    private final Outlet outlet;
    private final Exchange exchange =
            new Exchange(new CompletableFuture<>(), new CompletableFuture<>());

    /** Set when the answer is there, a moment before its promise is kept. */
    private volatile boolean answered;

    /** Whose it is since it was rendered; belongs to the event loop. */
    private @Nullable Turn turn;

    Event(RunRequest request, String functionArn, Instant deadline, Outlet outlet) {
        this.request = request;
        this.id = request.id().toString();
        this.functionArn = functionArn;
        this.deadline = deadline;
        this.outlet = outlet;
    }

    /** Whether an answer may carry this id; once the caller has given up, none may. */
    boolean answersTo(String id) {
        return this.id.equals(id) && !exchange.reply().isCancelled();
    }

    boolean awaitsAnswer() {
        return !answered && !exchange.reply().isDone();
    }

    RunRequest request() {
        return request;
    }

    Exchange exchange() {
        return exchange;
    }

    Outlet outlet() {
        return outlet;
    }

    void belongsTo(Turn turn) {
        this.turn = turn;
    }

    /** A refusal when no answer of this event may begin: it is over, not begun, or answered. */
    @Nullable Answer begins(Step step) {
        Turn own = turn;
        if (own == null) {
            return Answer.invalidTransition(RuntimeState.READY, Turn.aim(step));
        }
        return own.isAbout(this) ? own.begins(step) : Answer.INVALID_REQUEST_ID;
    }

    /** Ends the answer that {@link #begins} let in. */
    void ends() {
        Turn own = turn;
        if (own == null) {
            throw new IllegalStateException("an answer ended that did not begin, of event " + id);
        }
        own.ends();
        answered = true;
    }

    void cancel() {
        exchange.reply().cancel(false);
        exchange.asked().cancel(false);
    }

    /** Answer of {@code /next}, in one buffer so that it leaves in one segment. */
    ByteBuf render(ByteBufAllocator allocator, boolean keepOpen) {
        byte[] payload = request.payload();
        boolean small = payload.length <= SMALL;
        ByteBuf head = allocator.directBuffer(1024 + (small ? payload.length : 0));
        ByteBufUtil.writeAscii(head, "HTTP/1.1 200 OK\r\nContent-Length: ");
        ByteBufUtil.writeAscii(head, Integer.toString(payload.length));
        String contentType = request.contentType();
        header(head, "Content-Type", contentType.isBlank() ? "application/json" : contentType);
        header(head, "Lambda-Runtime-Aws-Request-Id", id);
        header(head, "Lambda-Runtime-Deadline-Ms", Long.toString(deadline.toEpochMilli()));
        header(head, "Lambda-Runtime-Invoked-Function-Arn", functionArn);
        header(head, "Lambda-Runtime-Trace-Id", request.traceId());
        String clientContext = request.clientContext();
        if (clientContext != null) {
            header(head, "Lambda-Runtime-Client-Context", clientContext);
        }
        ByteBufUtil.writeAscii(head, keepOpen ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n");
        if (small) {
            return head.writeBytes(payload);
        }
        return Unpooled.wrappedBuffer(head, Unpooled.wrappedBuffer(payload));
    }

    /** Values came from outside: a control character would begin a header of the caller's own. */
    private static void header(ByteBuf head, String name, String value) {
        if (value.isEmpty()) {
            return;
        }
        ByteBufUtil.writeAscii(head, "\r\n");
        ByteBufUtil.writeAscii(head, name);
        ByteBufUtil.writeAscii(head, ": ");
        int from = head.writerIndex();
        ByteBufUtil.writeUtf8(head, value);
        for (int i = from; i < head.writerIndex(); i++) {
            int octet = head.getByte(i);
            if (octet >= 0 && octet < ' ' || octet == 0x7f) {
                head.setByte(i, ' ');
            }
        }
    }
}
