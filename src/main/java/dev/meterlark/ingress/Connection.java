package dev.meterlark.ingress;

import dev.meterlark.shared.InvocationId;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Serves one connection of HTTP/1.1, or one stream of HTTP/2: one request after the other, and
 * looks at the next one only when the answer before is on its way. Confined to its event loop.
 */
final class Connection extends ChannelInboundHandlerAdapter implements Reply.Way {

    /** How long what a refused client still sends is read, so that it can read the refusal. */
    private static final long LINGER_SECONDS = 1;

    private final Ingress ingress;
    private final Peers peers;
    private final Peer peer;
    private final boolean http2;
    private final @Nullable Arrivals arrivals;
    private final Queue<Object> early = new ArrayDeque<>();
    private @Nullable ChannelHandlerContext context;
    private @Nullable Outlet outlet;
    private @Nullable Pace pace;
    private @Nullable Future<?> watching;
    private @Nullable Serving exchange;
    private @Nullable Reply reply;
    private boolean old;
    private boolean keepAlive;
    private boolean whole;
    private boolean closing;
    private boolean endExpected;

    /**
     * @param arrivals null for a stream of HTTP/2, whose head is there from the start
     */
    Connection(Ingress ingress, Peers peers, Peer peer, @Nullable Arrivals arrivals) {
        this.ingress = ingress;
        this.peers = peers;
        this.peer = peer;
        this.http2 = arrivals == null;
        this.arrivals = arrivals;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        outlet = new Outlet(ctx, ingress.memory(), http2);
        pace = new Pace(ingress.properties(), arrivals, System.nanoTime());
        watching = ctx.executor().scheduleWithFixedDelay(() -> watch(ctx), 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (watching != null) {
            watching.cancel(false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (endExpected && message == LastHttpContent.EMPTY_LAST_CONTENT) {
            endExpected = false;
        } else if (mustWait()) {
            early.add(message);
            ctx.channel().config().setAutoRead(false);
        } else {
            take(ctx, message);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (reply != null) {
            reply.writable();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            ctx.close();
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closing = true;
        if (reply != null) {
            reply.gone();
        }
        forget();
        while (!early.isEmpty()) {
            ReferenceCountUtil.release(early.poll());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    @Override
    public boolean kept() {
        return http2 || keepAlive && whole && !ingress.stopping().get();
    }

    @Override
    public boolean chunks() {
        return !old;
    }

    @Override
    public void ended() {
        ChannelHandlerContext ctx = Objects.requireNonNull(context);
        boolean goesOn = keepAlive && whole && !closing;
        forget();
        if (!goesOn || ingress.stopping().get()) {
            linger(ctx);
            return;
        }
        Objects.requireNonNull(pace).awaits(System.nanoTime());
        goOn(ctx);
    }

    private void take(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof HttpRequest head && !closing) {
                begin(ctx, head);
            }
            if (message instanceof HttpContent content) {
                go(ctx, content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest head) {
        whole = false;
        old = !http2 && head.protocolVersion().minorVersion() == 0;
        keepAlive = !http2 && !old && HttpUtil.isKeepAlive(head);
        ingress.open().incrementAndGet();
        Objects.requireNonNull(pace).receives(System.nanoTime());
        Instant arrival = ingress.clock().instant();
        InvocationId id = InvocationId.at(arrival);
        Ask ask;
        try {
            ask = ask(head, id, arrival);
        } catch (NotServedException e) {
            keepAlive = false;
            reply = reply(ctx, unreadable(head, id, arrival));
            reply.refuse(e.refusal());
            return;
        }
        reply = reply(ctx, ask);
        Serving begun = serving(ctx, ask, reply);
        exchange = begun;
        long declared = HttpUtil.getContentLength(head, -1L);
        whole = !http2 && declared <= 0 && !HttpUtil.isTransferEncodingChunked(head);
        endExpected = whole;
        begun.begin(declared);
        if (whole) {
            Objects.requireNonNull(pace).calls();
            begun.complete();
        } else {
            answerExpectation(head, begun);
        }
    }

    private Serving serving(ChannelHandlerContext ctx, Ask ask, Reply to) {
        Hooks.Hook hook = ingress.hooks().find(ask);
        return hook == null
                ? new Exchange(ingress, ask, ctx.channel().eventLoop(), to)
                : new HookExchange(ingress, hook, ask, ctx.channel().eventLoop(), to);
    }

    private Reply reply(ChannelHandlerContext ctx, Ask ask) {
        return new Reply(ask, Objects.requireNonNull(outlet), ctx.channel().eventLoop(), this);
    }

    private void answerExpectation(HttpRequest head, Serving begun) {
        if (!begun.wantsToBeAsked() || old) {
            return;
        }
        if (HttpUtil.is100ContinueExpected(head)) {
            Objects.requireNonNull(outlet).interim(100);
        } else if (reply != null) {
            reply.refuse(Refusal.malformed(417, "The only expectation met here is 100-continue."));
        }
    }

    private Ask ask(HttpRequest head, InvocationId id, Instant arrival) {
        RequestHead read = RequestHead.of(head, http2);
        return new Ask(
                id,
                arrival,
                head.method().name(),
                ingress.hosts().find(wanted(head), read.authority(), read.path()),
                read.path(),
                read.query(),
                http2 ? "HTTP/2.0" : head.protocolVersion().text(),
                head.headers(),
                peers.of(peer, head.headers()));
    }

    /** A browser that asks if it may ask means another method than the one of its request. */
    private static String wanted(HttpRequest head) {
        String method = head.method().name();
        return CorsAnswers.isPreflight(method, head.headers())
                ? head.headers().get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD)
                : method;
    }

    private Ask unreadable(HttpRequest head, InvocationId id, Instant arrival) {
        return new Ask(
                id,
                arrival,
                head.method().name(),
                Target.NOTHING,
                "/",
                "",
                "HTTP/1.1",
                head.headers(),
                peer);
    }

    private void go(ChannelHandlerContext ctx, HttpContent content) {
        Serving filling = exchange;
        if (content.decoderResult().isFailure()) {
            keepAlive = false;
            if (reply != null && filling != null && !reply.begun()) {
                reply.refuse(Refusal.malformed(400, "The body could not be read as HTTP."));
            } else if (filling != null || reply == null) {
                ctx.close();
            }
            return;
        }
        if (filling != null) {
            filling.append(content.content());
        }
        if (content instanceof LastHttpContent) {
            whole = true;
            if (filling != null) {
                Objects.requireNonNull(pace).calls();
                filling.complete();
            } else if (closing) {
                ctx.close();
            }
        }
    }

    private void watch(ChannelHandlerContext ctx) {
        long received = exchange == null ? 0 : exchange.received();
        Pace.Slow slow =
                Objects.requireNonNull(pace)
                        .judge(System.nanoTime(), received, Objects.requireNonNull(outlet));
        if (slow == null) {
            if (ingress.stopping().get() && exchange == null && reply == null) {
                ctx.close();
            }
            return;
        }
        switch (slow) {
            case IDLE, ANSWER -> ctx.close();
            case REQUEST -> tooSlow(ctx);
        }
    }

    private void tooSlow(ChannelHandlerContext ctx) {
        Reply waiting = reply;
        Refusal refusal = Refusal.malformed(408, "The request took too long to arrive.");
        keepAlive = false;
        if (waiting != null && !waiting.begun()) {
            waiting.refuse(refusal);
        } else if (waiting == null && !closing) {
            closing = true;
            HttpHeaders headers = AnswerHead.of(refusal);
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            headers.set(HttpHeaderNames.CONTENT_LENGTH, refusal.body().length);
            Objects.requireNonNull(outlet)
                    .whole(refusal.status(), headers, refusal.body())
                    .addListener(_ -> ctx.channel().close());
        } else {
            ctx.close();
        }
    }

    /** What the client still sends is dropped; closing at once would take the answer from it. */
    private void linger(ChannelHandlerContext ctx) {
        if (whole || http2) {
            ctx.channel().close();
            return;
        }
        closing = true;
        if (ctx.channel() instanceof DuplexChannel both) {
            both.shutdownOutput(); // the client sees the end at once, and most close then
        }
        ctx.channel().config().setAutoRead(true);
        goOn(ctx);
        ctx.executor().schedule(() -> ctx.channel().close(), LINGER_SECONDS, TimeUnit.SECONDS);
    }

    private void forget() {
        if (exchange != null) {
            exchange.close();
        }
        if (reply != null) {
            ingress.open().decrementAndGet();
        }
        exchange = null;
        reply = null;
    }

    private boolean mustWait() {
        return whole && reply != null || !early.isEmpty();
    }

    private void goOn(ChannelHandlerContext ctx) {
        while (!early.isEmpty() && !(whole && reply != null)) {
            take(ctx, early.remove());
        }
        if (early.isEmpty()) {
            ctx.channel().config().setAutoRead(true);
        }
    }
}
