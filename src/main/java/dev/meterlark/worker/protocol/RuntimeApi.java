package dev.meterlark.worker.protocol;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

import java.nio.channels.ServerSocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Serves Lambda's Runtime API to every sandbox of this node from one group of event loops. A
 * sandbox's listener and connections share one loop, so its state has one owner and no lock.
 */
public final class RuntimeApi implements AutoCloseable {

    private final MultiThreadIoEventLoopGroup loops;
    private final Map<EventLoop, Held> held = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor clock =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("runtime-api-clock").factory());

    /**
     * @param threads event loops; two serve some ten thousand calls a second
     */
    public RuntimeApi(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, was: " + threads);
        }
        clock.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy()); // once closed
        loops =
                new MultiThreadIoEventLoopGroup(
                        threads,
                        new DefaultThreadFactory("runtime-api", true),
                        NioIoHandler.newFactory());
    }

    /**
     * Begins to answer on a listener that is already bound, for as long as the conversation is
     * open. The listener tells which sandbox speaks; it belongs to the conversation from now on.
     */
    public RuntimeConversation converse(ServerSocketChannel listener, ConversationLimits limits) {
        EventLoop loop = loops.next();
        var conversation = new SandboxConversation(loop, heldOn(loop), limits);

        new ServerBootstrap()
                .group(loop)
                .channelFactory(() -> new NioServerSocketChannel(listener))
                .handler(new Doorkeeper(conversation::listensOn, limits.connections()))
                .childHandler(new Doorstep(conversation, limits))
                .register()
                .addListener(registered -> conversation.opened(registered, listener));
        return conversation;
    }

    private Held heldOn(EventLoop loop) {
        return held.computeIfAbsent(loop, own -> new Held(own, clock));
    }

    /** Ends the event loops; conversations still open are closed with them. */
    @Override
    public void close() {
        clock.shutdownNow();
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
