package dev.meterlark.ingress;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Tells by a connection's first bytes whether HTTP/2 is spoken on it, where nothing else does. */
final class PriorKnowledge extends ByteToMessageDecoder {

    private static final ByteBuf PREFACE =
            Unpooled.unreleasableBuffer(Http2CodecUtil.connectionPrefaceBuf()).asReadOnly();

    private final Pipelines pipelines;
    private final Duration patience;

    /**
     * @param patience how long those bytes may take
     */
    PriorKnowledge(Pipelines pipelines, Duration patience) {
        this.pipelines = pipelines;
        this.patience = patience;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        ctx.executor()
                .schedule(
                        () -> {
                            if (!ctx.isRemoved()) {
                                ctx.close();
                            }
                        },
                        patience.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        int known = Math.min(in.readableBytes(), PREFACE.readableBytes());
        for (int i = 0; i < known; i++) {
            if (in.getByte(in.readerIndex() + i) != PREFACE.getByte(i)) {
                pipelines.http1(ctx.channel());
                ctx.pipeline().remove(this);
                return;
            }
        }
        if (known == PREFACE.readableBytes()) {
            pipelines.http2(ctx.channel());
            ctx.pipeline().remove(this);
        }
    }
}
