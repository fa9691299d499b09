package dev.meterlark.ingress;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Notes when the first byte of a request comes, which its decoder tells only at the end. */
final class Arrivals extends ChannelInboundHandlerAdapter {

    private long firstNanos;
    private boolean any;

    /** From now on the next byte is the first. */
    void mark() {
        any = false;
    }

    boolean any() {
        return any;
    }

    /** Of the monotonic clock, when there was any. */
    long firstNanos() {
        return firstNanos;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!any && message instanceof ByteBuf bytes && bytes.isReadable()) {
            any = true;
            firstNanos = System.nanoTime();
        }
        ctx.fireChannelRead(message);
    }
}
