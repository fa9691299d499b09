package dev.meterlark.worker.protocol;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Bounds a sandbox's connections, open ones and new ones a second. Beyond the bound the listener
 * does not accept: clients wait in the sandbox's own kernel queue, which costs the platform
 * nothing. Confined to the sandbox's event loop.
 */
public final class Doorkeeper extends ChannelInboundHandlerAdapter {

    private static final int ACCEPTED_PER_PERIOD = 250;
    private static final long PERIOD_NANOS = 250_000_000;

    private final Consumer<ServerChannel> listening;
    private final int limit;
    private int open;
    private int acceptedInPeriod;
    private long periodBegan = System.nanoTime();
    private boolean waitingForPeriod;

    /**
     * @param listening is told of the listener before it accepts
     */
    public Doorkeeper(Consumer<ServerChannel> listening, int limit) {
        this.listening = listening;
        this.limit = limit;
    }

    @Override
    public void channelRegistered(ChannelHandlerContext ctx) {
        // One at a time: each decides whether there may be another.
        ctx.channel().config().setAutoRead(false);
        listening.accept((ServerChannel) ctx.channel());
        ctx.fireChannelRegistered();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.fireChannelActive();
        ctx.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
        open++;
        acceptedInPeriod++;
        ((Channel) accepted).closeFuture().addListener(_ -> leave(ctx));
        ctx.fireChannelRead(accepted);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.fireChannelReadComplete();
        admit(ctx);
    }

    private void leave(ChannelHandlerContext ctx) {
        open--;
        admit(ctx);
    }

    /** Accepting fails when the node has no file descriptor left: try again, but not at once. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        waitForNextPeriod(ctx, PERIOD_NANOS);
    }

    private void admit(ChannelHandlerContext ctx) {
        if (open >= limit || waitingForPeriod || !ctx.channel().isOpen()) {
            return;
        }
        long left = PERIOD_NANOS - (System.nanoTime() - periodBegan);
        if (left <= 0) {
            beginPeriod();
        }
        if (acceptedInPeriod < ACCEPTED_PER_PERIOD) {
            ctx.read();
        } else {
            waitForNextPeriod(ctx, left);
        }
    }

    private void waitForNextPeriod(ChannelHandlerContext ctx, long nanos) {
        if (waitingForPeriod) {
            return;
        }
        waitingForPeriod = true;
        ctx.executor()
                .schedule(
                        () -> {
                            waitingForPeriod = false;
                            beginPeriod();
                            admit(ctx);
                        },
                        nanos,
                        TimeUnit.NANOSECONDS);
    }

    private void beginPeriod() {
        periodBegan = System.nanoTime();
        acceptedInPeriod = 0;
    }
}
