package dev.meterlark.ingress;

import dev.meterlark.edge.FunctionAddresses;
import dev.meterlark.edge.Transport;
import dev.meterlark.invocation.EventIntake;
import dev.meterlark.invocation.Invocations;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Listens for requests to functions' own URLs, from when functions are known until the end. */
@Component
class IngressListener implements SmartLifecycle {

    private static final int BACKLOG = 1_024;
    private static final long LONGEST_FAREWELL_SECONDS = 20;

    private final IngressProperties properties;
    private final Ingress ingress;
    private final Peers peers;
    private final Crowd crowd;
    private final Transport transport;
    private final FunctionAddresses addresses;
    private @Nullable MultiThreadIoEventLoopGroup loops;
    private @Nullable Channel listening;

    IngressListener(
            IngressProperties properties,
            Hosts hosts,
            HookPaths hooks,
            Doorman doorman,
            Peers peers,
            Invocations invocations,
            EventIntake intake,
            Transport transport,
            FunctionAddresses addresses,
            MeterRegistry metrics,
            InstantSource clock) {
        transport.refusePlainHttpBeyondThisMachine(
                "meterlark.ingress.address", properties.address());
        Sites.requireApart(properties.domain(), transport.consoleHosts());
        this.properties = properties;
        this.peers = peers;
        this.transport = transport;
        this.addresses = addresses;
        this.crowd = new Crowd(properties.maxConnections(), properties.maxConnectionsPerAddress());
        this.ingress =
                new Ingress(
                        properties,
                        hosts,
                        hooks,
                        doorman,
                        invocations,
                        intake,
                        new AnswerMemory(properties.maxAnswerMemory().toBytes()),
                        new RouteLimits(),
                        clock,
                        new AtomicInteger(),
                        new AtomicBoolean());
        measure(metrics);
    }

    @Override
    public void start() {
        ingress.stopping().set(false);
        loops =
                new MultiThreadIoEventLoopGroup(
                        properties.threads(),
                        new DefaultThreadFactory("ingress", true),
                        NioIoHandler.newFactory());
        Pipelines pipelines =
                new Pipelines(
                        ingress,
                        peers,
                        crowd,
                        transport.certificate().map(TlsContexts::of).orElse(null));
        ChannelFuture bound =
                new ServerBootstrap()
                        .group(loops)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(pipelines)
                        .bind(new InetSocketAddress(properties.address(), properties.port()))
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            stop();
            throw new IllegalStateException(
                    "meterlark.ingress.port %d of %s cannot be listened on: %s; is another process there? Choose another port."
                            .formatted(
                                    properties.port(),
                                    properties.address().getHostAddress(),
                                    bound.cause().getMessage()),
                    bound.cause());
        }
        listening = bound.channel();
        addresses.bound(port());
    }

    int port() {
        Channel channel = listening;
        return channel == null ? 0 : ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** Takes no further connection and no further request, and waits for the answers under way. */
    @Override
    public void stop() {
        ingress.stopping().set(true);
        if (listening != null) {
            listening.close().awaitUninterruptibly();
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_FAREWELL_SECONDS);
        while (ingress.open().get() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        listening = null;
        if (loops != null) {
            loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
            loops = null;
        }
    }

    @Override
    public boolean isRunning() {
        return listening != null;
    }

    /** After functions are known and the journal takes records, and to the end before both. */
    @Override
    public int getPhase() {
        return 1_000;
    }

    private void measure(MeterRegistry metrics) {
        Gauge.builder("meterlark.ingress.connections", crowd, Crowd::size)
                .description("connections to functions' own URLs")
                .register(metrics);
        Gauge.builder("meterlark.ingress.requests", ingress.open(), AtomicInteger::get)
                .description("requests to functions' own URLs that are not answered yet")
                .register(metrics);
        Gauge.builder("meterlark.ingress.answers.held", ingress.memory(), AnswerMemory::held)
                .description("answers that their clients have not read yet")
                .baseUnit("bytes")
                .register(metrics);
    }
}
