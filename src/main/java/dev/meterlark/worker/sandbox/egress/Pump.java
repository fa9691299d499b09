package dev.meterlark.worker.sandbox.egress;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.TimeUnit;
import java.util.function.IntToLongFunction;

/**
 * Moves what one side of a connection says to the other, a piece at a time: a slow reader slows its
 * writer. An end is passed on as an end, everything else as a reset.
 */
final class Pump extends ChannelInboundHandlerAdapter {

    private final Passage passage;
    private final IntToLongFunction count;
    private @Nullable SocketChannel into;

    /**
     * @param count counts bytes and answers how many nanoseconds the next have to wait
     */
    Pump(Passage passage, IntToLongFunction count) {
        this.passage = passage;
        this.count = count;
    }

    void into(SocketChannel other) {
        into = other;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf piece = (ByteBuf) message;
        long pause = count.applyAsLong(piece.readableBytes());
        SocketChannel other = into;
        if (other == null || passage.isUsedUp()) {
            ReferenceCountUtil.release(piece);
            resetBoth(ctx);
            return;
        }
        other.writeAndFlush(piece).addListener((ChannelFuture done) -> written(ctx, done, pause));
    }

    private void written(ChannelHandlerContext ctx, ChannelFuture done, long pause) {
        if (!done.isSuccess()) {
            resetBoth(ctx);
        } else if (pause == 0) {
            ctx.read();
        } else {
            ctx.executor().schedule(ctx::read, pause, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        switch (event) {
            case ChannelInputShutdownEvent _ -> passOnTheEnd(ctx);
            case IdleStateEvent _ -> resetBoth(ctx);
            default -> ctx.fireUserEventTriggered(event);
        }
    }

    private void passOnTheEnd(ChannelHandlerContext ctx) {
        SocketChannel other = into;
        if (other == null) {
            resetBoth(ctx);
            return;
        }
        other.shutdownOutput();
        SocketChannel mine = (SocketChannel) ctx.channel();
        if (other.isInputShutdown() || !other.isActive()) {
            mine.close();
            other.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        SocketChannel other = into;
        if (other != null) {
            other.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        resetBoth(ctx);
    }

    private void resetBoth(ChannelHandlerContext ctx) {
        reset((SocketChannel) ctx.channel());
        SocketChannel other = into;
        if (other != null) {
            reset(other);
        }
    }

    /** The other end sees a reset, not an end that could be taken for a whole answer. */
    static void reset(SocketChannel channel) {
        if (channel.isActive()) {
            channel.config().setSoLinger(0);
        }
        channel.close();
    }
}
