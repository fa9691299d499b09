package dev.meterlark.worker.relay;

import dev.meterlark.worker.protocol.StrictRequestDecoder;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.timeout.IdleStateHandler;

import java.util.concurrent.TimeUnit;

/** Prepares each accepted connection of one sandbox. */
final class Threshold extends ChannelInitializer<SocketChannel> {

    /** What one connection may hold of the platform's memory in each direction. */
    static final int LARGEST_READ = 32 * 1024;

    private final Relay relay;

    Threshold(Relay relay) {
        this.relay = relay;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        RelayProperties properties = relay.properties();
        long idle = properties.idleTimeout().toMillis();
        channel.config()
                .setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator(512, 2048, LARGEST_READ));
        channel.pipeline()
                .addLast(new IdleStateHandler(0, 0, idle, TimeUnit.MILLISECONDS))
                .addLast(
                        new StrictRequestDecoder(
                                (int) properties.headers().toBytes(), LARGEST_READ))
                .addLast(new HttpResponseEncoder())
                .addLast(new FlowControlHandler()) // one message for each read
                .addLast(new Inbound(relay));
    }
}
