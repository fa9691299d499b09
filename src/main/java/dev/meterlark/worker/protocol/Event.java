package dev.meterlark.worker.protocol;

import dev.meterlark.worker.RunRequest;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

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
    private final CompletableFuture<Reply> reply = new CompletableFuture<>();

    Event(RunRequest request, String functionArn, Instant deadline) {
        this.request = request;
        this.id = request.id().toString();
        this.functionArn = functionArn;
        this.deadline = deadline;
    }

    /** Whether an answer may carry this id; once the caller has given up, none may. */
    boolean answersTo(String id) {
        return this.id.equals(id) && !reply.isCancelled();
    }

    boolean awaitsAnswer() {
        return !reply.isDone();
    }

    CompletableFuture<Reply> reply() {
        return reply;
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
