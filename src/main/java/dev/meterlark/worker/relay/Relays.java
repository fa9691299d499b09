package dev.meterlark.worker.relay;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.worker.PlatformDoor;
import dev.meterlark.worker.RunRequest;
import dev.meterlark.worker.protocol.Doorkeeper;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The platform's doors in this node's sandboxes. */
public final class Relays implements AutoCloseable {

    private final RelayProperties properties;
    private final PlatformDoor platform;
    private final MultiThreadIoEventLoopGroup loops;
    private final AtomicInteger connections = new AtomicInteger();
    private final Map<AccountId, Integer> ofAccount = new ConcurrentHashMap<>();

    public Relays(RelayProperties properties, PlatformDoor platform) {
        this.properties = properties;
        this.platform = platform;
        this.loops =
                new MultiThreadIoEventLoopGroup(
                        properties.threads(),
                        new DefaultThreadFactory("sandbox-relay", true),
                        NioIoHandler.newFactory());
    }

    /** Whether there is anything to reach. */
    public boolean areOpen() {
        return platform.isOpen();
    }

    /**
     * Begins to serve a listener in a sandbox's network; it is the relay's from now on. The
     * platform is asked for a pass only when the sandbox asks for something.
     *
     * @param calls what the sandbox is at, at any moment
     */
    public Relay open(
            ServerSocketChannel listener,
            AccountId account,
            FunctionId function,
            Supplier<List<RunRequest>> calls) {
        EventLoop loop = loops.next();
        var relay = new Relay(this, loop, new Relay.Speaker(account, function, calls));
        new ServerBootstrap()
                .group(loop)
                .channelFactory(() -> new NioServerSocketChannel(listener))
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .handler(new Doorkeeper(relay::listensOn, properties.connections()))
                .childHandler(new Threshold(relay))
                .register();
        return relay;
    }

    RelayProperties properties() {
        return properties;
    }

    PlatformDoor platform() {
        return platform;
    }

    /** Whether node and account had room for another connection. */
    boolean enter(AccountId account) {
        if (connections.incrementAndGet() > properties.connectionsOfNode()) {
            connections.decrementAndGet();
            return false;
        }
        if (ofAccount.merge(account, 1, Integer::sum) > properties.connectionsPerAccount()) {
            leave(account);
            return false;
        }
        return true;
    }

    void leave(AccountId account) {
        ofAccount.computeIfPresent(account, (_, open) -> open == 1 ? null : open - 1);
        connections.decrementAndGet();
    }

    /** Open connections of all sandboxes. */
    public int connections() {
        return connections.get();
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
