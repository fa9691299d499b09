package dev.meterlark.worker.protocol;

import dev.meterlark.shared.InvocationId;
import dev.meterlark.worker.RunRequest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One conversation on a loopback port, and events with ids that tests can write down. */
final class Listening implements AutoCloseable {

    static final String A = "00000000-0000-7000-8000-00000000000a";
    static final String B = "00000000-0000-7000-8000-00000000000b";
    static final String Z = "00000000-0000-7000-8000-00000000000f";
    static final Instant DEADLINE = Instant.ofEpochMilli(1_785_585_600_123L);

    private final RuntimeApi api = new RuntimeApi(1);
    private final int port;
    final RuntimeConversation conversation;

    /** Where the streamed answers of events handed over from here on go. */
    Outlet outlet = Outlet.NONE;

    Listening(ConversationLimits limits) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        conversation = api.converse(listener, limits);
    }

    Wire connect() throws IOException {
        return new Wire(port);
    }

    CompletableFuture<Reply> hand(String id, String event) {
        return hand(id, event, "Root=1-2-3", null);
    }

    CompletableFuture<Reply> hand(
            String id, String event, String traceId, @Nullable String clientContext) {
        return exchange(id, event, traceId, clientContext).reply();
    }

    Exchange exchange(String id, String event) {
        return exchange(id, event, "Root=1-2-3", null);
    }

    private Exchange exchange(
            String id, String event, String traceId, @Nullable String clientContext) {
        var request =
                new RunRequest(
                        new InvocationId(UUID.fromString(id)),
                        event.getBytes(StandardCharsets.UTF_8),
                        "application/json",
                        traceId,
                        clientContext);
        return conversation.hand(request, RuntimeProcess.ARN, DEADLINE, outlet);
    }

    static <T> T now(CompletableFuture<T> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    static String response(String id) {
        return Wire.PREFIX + "/invocation/" + id + "/response";
    }

    static String error(String id) {
        return Wire.PREFIX + "/invocation/" + id + "/error";
    }

    @Override
    public void close() {
        conversation.close();
        api.close();
    }
}
