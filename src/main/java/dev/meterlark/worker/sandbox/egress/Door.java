package dev.meterlark.worker.sandbox.egress;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Takes in the connections a sandbox makes, no more and no faster than it may. Beyond that it does
 * not accept: clients wait in the sandbox's own kernel queue. Confined to the passage's event loop.
 */
final class Door extends ChannelInboundHandlerAdapter {

    private static final long NO_ROOM_NANOS = Duration.ofMillis(100).toNanos();

    private final Passage passage;
    private int open;
    private boolean waiting;
    private long pause;

    Door(Passage passage) {
        this.passage = passage;
    }

    @Override
    public void channelRegistered(ChannelHandlerContext ctx) {
        ctx.channel().config().setAutoRead(false); // each decides whether there may be another
        passage.belongs(ctx.channel());
        ctx.fireChannelRegistered();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.fireChannelActive();
        ctx.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
        SocketChannel made = (SocketChannel) accepted;
        if (!passage.enter()) {
            pause = NO_ROOM_NANOS;
            Pump.reset(made);
            return;
        }
        open++;
        pause = passage.connects(System.nanoTime());
        made.closeFuture()
                .addListener(
                        _ -> {
                            open--;
                            passage.leave();
                            admit(ctx);
                        });
        ctx.fireChannelRead(accepted);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.fireChannelReadComplete();
        admit(ctx);
    }

    /** Accepting fails when the node has no file descriptor left: try again, but not at once. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        pause = NO_ROOM_NANOS;
        admit(ctx);
    }

    private void admit(ChannelHandlerContext ctx) {
        if (waiting || open >= passage.properties().connections() || !ctx.channel().isOpen()) {
            return;
        }
        if (pause == 0) {
            ctx.read();
            return;
        }
        waiting = true;
        ctx.executor()
                .schedule(
                        () -> {
                            waiting = false;
                            pause = 0;
                            admit(ctx);
                        },
                        pause,
                        TimeUnit.NANOSECONDS);
    }
}
