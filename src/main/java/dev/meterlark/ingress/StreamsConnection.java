package dev.meterlark.ingress;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Ends a connection of HTTP/2 that carries no stream: after a while, or when the node stops. */
final class StreamsConnection extends ChannelInboundHandlerAdapter {

    private final Http2FrameCodec codec;
    private final AtomicBoolean stopping;
    private @Nullable Future<?> watching;

    StreamsConnection(Http2FrameCodec codec, AtomicBoolean stopping) {
        this.codec = codec;
        this.stopping = stopping;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        watching =
                ctx.executor()
                        .scheduleWithFixedDelay(
                                () -> {
                                    if (stopping.get()) {
                                        ctx.close();
                                    }
                                },
                                1,
                                1,
                                TimeUnit.SECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (watching != null) {
            watching.cancel(false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent && codec.connection().numActiveStreams() == 0) {
            ctx.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
