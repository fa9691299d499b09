package dev.meterlark.worker.relay;

import dev.meterlark.worker.PlatformDoor.Pass;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;

/**
 * The platform's side of a connection: reads an answer no faster than the sandbox takes it.
 * Confined to the relay's event loop.
 */
final class Outbound extends ChannelInboundHandlerAdapter {

    private static final int LONGEST_LINE = 4 * 1024;
    private static final int MOST_HEADERS = 64 * 1024;

    private final Inbound inbound;
    private @Nullable ChannelFuture written;
    private boolean keepsOpen;
    private boolean ends;

    private Outbound(Inbound inbound) {
        this.inbound = inbound;
    }

    static ChannelFuture connect(Relay relay, Pass pass, Inbound inbound) {
        int patience = (int) relay.properties().connectTimeout().toMillis();
        return new Bootstrap()
                .group(relay.loop())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, patience)
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator(512, 2048, Threshold.LARGEST_READ))
                .handler(
                        new ChannelInitializer<SocketChannel>() {
                            @Override
                            protected void initChannel(SocketChannel channel) {
                                channel.pipeline()
                                        .addLast(
                                                new HttpClientCodec(
                                                        LONGEST_LINE,
                                                        MOST_HEADERS,
                                                        Threshold.LARGEST_READ))
                                        .addLast(new Outbound(inbound));
                            }
                        })
                .connect(pass.address());
    }

    /** For a client that waits to be told so before it sends a body. */
    static FullHttpResponse goOn() {
        return new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof HttpResponse head) {
                if (head.decoderResult().isFailure()) {
                    ctx.close();
                    return;
                }
                keepsOpen = HttpUtil.isKeepAlive(head);
                inbound.answers(head);
            }
            if (message instanceof HttpContent piece) {
                ends = piece instanceof LastHttpContent;
                written = inbound.answers(ctx, piece.retain());
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        inbound.flush();
        ChannelFuture last = written;
        written = null;
        if (last == null) {
            ctx.read();
        } else {
            boolean whole = ends;
            ends = false;
            last.addListener(done -> taken(ctx, done.isSuccess(), whole));
        }
    }

    private void taken(ChannelHandlerContext ctx, boolean success, boolean whole) {
        if (!success) {
            inbound.end();
        } else if (whole) {
            inbound.answered(keepsOpen);
        } else {
            ctx.read();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        channelReadComplete(ctx); // an answer may end with its connection
        inbound.platformLeft(ctx.channel());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
