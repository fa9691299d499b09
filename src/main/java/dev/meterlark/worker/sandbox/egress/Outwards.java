package dev.meterlark.worker.sandbox.egress;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.timeout.IdleStateHandler;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * Makes for each connection of a sandbox the one it asked for, when it may: to the address that was
 * checked and no other.
 */
final class Outwards extends ChannelInitializer<SocketChannel> {

    /**
     * What each direction of a connection may hold of the platform's memory, which all accounts
     * share: a piece is on its way to whoever does not read it.
     */
    private static final int LARGEST_READ = 16 * 1024;

    private final Passage passage;

    Outwards(Passage passage) {
        this.passage = passage;
    }

    @Override
    protected void initChannel(SocketChannel inner) {
        InetSocketAddress destination = inner.localAddress();
        passage.belongs(inner);
        inner.config()
                .setTcpNoDelay(true)
                .setAllowHalfClosure(true)
                .setRecvByteBufAllocator(pieces());
        if (passage.isUsedUp() || !passage.mayReach(destination)) {
            Pump.reset(inner);
            return;
        }
        var out = new Pump(passage, passage::sends);
        long idle = passage.properties().idleTimeout().toMillis();
        inner.pipeline()
                .addLast(new IdleStateHandler(0, 0, idle, TimeUnit.MILLISECONDS))
                .addLast(out);
        connect(inner, out, destination);
    }

    private void connect(SocketChannel inner, Pump out, InetSocketAddress destination) {
        var in = new Pump(passage, passage::receives);
        int patience = (int) passage.properties().connectTimeout().toMillis();
        new Bootstrap()
                .group(passage.loop())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, patience)
                .option(ChannelOption.RECVBUF_ALLOCATOR, pieces())
                .handler(in)
                .connect(destination)
                .addListener(
                        (ChannelFuture connected) -> {
                            SocketChannel outer = (SocketChannel) connected.channel();
                            if (!connected.isSuccess() || !inner.isActive()) {
                                Pump.reset(inner);
                                Pump.reset(outer);
                                return;
                            }
                            passage.belongs(outer);
                            out.into(outer);
                            in.into(inner);
                            inner.read();
                            outer.read();
                        });
    }

    private static RecvByteBufAllocator pieces() {
        return new AdaptiveRecvByteBufAllocator(512, 4096, LARGEST_READ);
    }
}
