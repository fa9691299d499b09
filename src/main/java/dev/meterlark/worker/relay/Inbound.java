package dev.meterlark.worker.relay;

import dev.meterlark.worker.PlatformDoor.Pass;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;

import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * One connection from inside a sandbox: takes requests strictly in order, one at a time, and reads
 * no more than the platform takes. Confined to the relay's event loop.
 */
final class Inbound extends ChannelInboundHandlerAdapter {

    private static final Set<HttpMethod> METHODS =
            Set.of(
                    HttpMethod.GET,
                    HttpMethod.HEAD,
                    HttpMethod.POST,
                    HttpMethod.PUT,
                    HttpMethod.PATCH,
                    HttpMethod.DELETE);

    /** So long a refused client may go on sending, so that it reads why. */
    private static final long FAREWELL_SECONDS = 5;

    private final Relay relay;
    private @Nullable ChannelHandlerContext context;

    /** Kept from one request to the next. */
    private @Nullable Channel platform;

    private @Nullable Future<?> deadline;
    private long bodyBytes;
    private boolean keepsOpen = true;

    /** Only the head of an answer was asked for. */
    private boolean asksHead;

    /** From a request's head to the end of its answer. */
    private boolean underWay;

    /** The request is here to its end. */
    private boolean received;

    /** Its answer has begun, so that no other can be given. */
    private boolean answering;

    /** A message was asked for and is not here yet. */
    private boolean waiting;

    /** Nothing is taken any more. */
    private boolean ending;

    Inbound(Relay relay) {
        this.relay = relay;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        context = ctx;
        if (relay.joins(this)) {
            readOn(ctx);
        } else {
            ctx.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        waiting = false;
        try {
            if (!ending && message instanceof HttpRequest head) {
                begin(ctx, head);
            }
            if (!ending && message instanceof HttpContent content) {
                take(ctx, content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    /** The flow control in front forgets what was asked for when bytes came, but no message yet. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (waiting) {
            ctx.read();
        }
    }

    private void readOn(ChannelHandlerContext ctx) {
        waiting = true;
        ctx.read();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        ending = true;
        requestEnds();
        closePlatform();
        relay.leaves(this);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent && !underWay) {
            end();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        end();
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest head) {
        if (relay.isPaused()) {
            end();
            return;
        }
        underWay = true;
        received = false;
        answering = false;
        bodyBytes = 0;
        Refusal refusal = refusal(head);
        Pass pass = refusal == null ? relay.pass() : null;
        if (pass == null) {
            refuse(refusal == null ? Refusal.NOT_THERE : refusal);
            return;
        }
        keepsOpen = HttpUtil.isKeepAlive(head);
        asksHead = head.method().equals(HttpMethod.HEAD);
        deadline =
                ctx.executor()
                        .schedule(
                                () -> broken(Refusal.NOT_THERE),
                                relay.properties().longestRequest().toMillis(),
                                TimeUnit.MILLISECONDS);
        if (HttpUtil.is100ContinueExpected(head)) {
            ctx.writeAndFlush(Outbound.goOn());
        }
        HttpRequest anew = Heads.request(head, pass, relay.calls());
        if (platform != null) {
            send(ctx, platform, anew);
        } else {
            Outbound.connect(relay, pass, this)
                    .addListener((ChannelFuture done) -> connected(ctx, done, anew));
        }
    }

    private static @Nullable Refusal refusal(HttpRequest head) {
        if (head.decoderResult().isFailure()) {
            return head.decoderResult().cause() instanceof TooLongHttpHeaderException
                    ? Refusal.HEADERS
                    : Refusal.MALFORMED;
        }
        if (!METHODS.contains(head.method())) {
            return Refusal.METHOD;
        }
        boolean plain = head.uri().startsWith("/") && head.protocolVersion().majorVersion() == 1;
        return plain ? null : Refusal.MALFORMED;
    }

    private void connected(ChannelHandlerContext ctx, ChannelFuture done, HttpRequest head) {
        if (!done.isSuccess() || ending || !underWay) {
            done.channel().close();
            broken(Refusal.NOT_THERE);
            return;
        }
        platform = done.channel();
        send(ctx, platform, head);
    }

    private void send(ChannelHandlerContext ctx, Channel to, HttpRequest head) {
        to.read();
        to.writeAndFlush(head).addListener((ChannelFuture done) -> sent(ctx, done));
    }

    private void sent(ChannelHandlerContext ctx, ChannelFuture done) {
        if (done.isSuccess() || answering) {
            readOn(ctx);
        } else {
            broken(Refusal.CUT);
        }
    }

    private void take(ChannelHandlerContext ctx, HttpContent content) {
        bodyBytes += content.content().readableBytes();
        if (content.decoderResult().isFailure()) {
            broken(Refusal.MALFORMED);
            return;
        }
        if (bodyBytes > relay.properties().body().toBytes()) {
            broken(Refusal.TOO_LARGE);
            return;
        }
        received = content instanceof LastHttpContent;
        Channel to = platform;
        if (answering || to == null) { // it was refused before it was heard out
            if (received) {
                end();
            } else {
                readOn(ctx);
            }
            return;
        }
        Object piece =
                received
                        ? new DefaultLastHttpContent(content.content().retain()) // no trailers
                        : content.retain();
        ChannelFuture written = to.writeAndFlush(piece);
        if (!received) {
            written.addListener((ChannelFuture done) -> sent(ctx, done));
        }
    }

    /** The platform's answer begins. */
    void answers(HttpResponse head) {
        answering = true;
        keepsOpen &= received && !relay.isCrowded();
        if (context != null) {
            context.write(Heads.response(head, keepsOpen, asksHead));
        }
    }

    /** A piece of it. */
    ChannelFuture answers(ChannelHandlerContext from, HttpContent piece) {
        ChannelHandlerContext to = context;
        return to == null ? from.newFailedFuture(new IllegalStateException()) : to.write(piece);
    }

    void flush() {
        if (context != null) {
            context.flush();
        }
    }

    /**
     * It was written to its end.
     *
     * @param keepsPlatform whether its connection takes another request
     */
    void answered(boolean keepsPlatform) {
        if (!keepsPlatform || !received) {
            closePlatform();
        }
        ChannelHandlerContext ctx = context;
        if (ctx == null || !received) {
            return; // what is still sent is read and dropped
        }
        requestEnds();
        if (keepsOpen) {
            readOn(ctx);
        } else {
            end();
        }
    }

    /** The connection to the platform is gone. */
    void platformLeft(Channel gone) {
        if (gone == platform) {
            platform = null;
            if (underWay && !answering) {
                broken(Refusal.CUT);
            } else if (underWay && received) {
                end(); // cut off where the platform's answer was
            }
        }
    }

    /** What is under way cannot go on. */
    private void broken(Refusal why) {
        if (answering) {
            end();
        } else if (underWay && !ending) {
            refuse(why);
        }
    }

    void giveUp() {
        if (underWay) {
            end();
        }
    }

    void end() {
        ending = true;
        closePlatform();
        if (context != null) {
            context.close();
        }
    }

    private void refuse(Refusal why) {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            return;
        }
        ending = true;
        requestEnds();
        closePlatform();
        FullHttpResponse response = why.response();
        ctx.writeAndFlush(response)
                .addListener(
                        (ChannelFutureListener) done -> farewell((SocketChannel) done.channel()));
    }

    /** Closing at once, with bytes unread, would take the answer away again. */
    private static void farewell(SocketChannel channel) {
        channel.shutdownOutput();
        channel.config().setAutoRead(true);
        channel.eventLoop().schedule(() -> channel.close(), FAREWELL_SECONDS, TimeUnit.SECONDS);
    }

    private void requestEnds() {
        underWay = false;
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    private void closePlatform() {
        Channel open = platform;
        platform = null;
        if (open != null) {
            open.close();
        }
    }
}
