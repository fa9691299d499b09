package dev.meterlark.ingress;

import dev.meterlark.function.snapshot.Cors;
import dev.meterlark.invocation.Answer;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.Lineage;
import dev.meterlark.invocation.SpanContext;
import dev.meterlark.invocation.TraceContext;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * One request: who is asking, its body, its call. The answer is a {@link Reply}. Confined to the
 * event loop of its channel; what is decided elsewhere comes back there first.
 */
final class Exchange implements Serving {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final Ingress ingress;
    private final Ask ask;
    private final EventLoop loop;
    private final Reply reply;
    private final BodyBytes body;
    private @Nullable CompletableFuture<Guest> guest;
    private boolean complete;
    private boolean calling;
    private boolean closed;

    Exchange(Ingress ingress, Ask ask, EventLoop loop, Reply reply) {
        this.ingress = ingress;
        this.ask = ask;
        this.loop = loop;
        this.reply = reply;
        this.body = new BodyBytes(ingress.intake());
    }

    @Override
    public void begin(long declared) {
        Cors cors = reply.cors();
        if (cors != null && CorsAnswers.isPreflight(ask.method(), ask.headers())) {
            reply.preflight(cors);
            return;
        }
        try {
            body.declare(declared);
        } catch (NotServedException e) {
            reply.refuse(e.refusal());
            return;
        }
        CompletableFuture<Guest> decided = ingress.doorman().beforeBody(ask);
        guest = decided;
        if (decided != null && decided.isCompletedExceptionally()) {
            decided.whenComplete((_, failure) -> refuse(failure));
        }
    }

    @Override
    public void append(ByteBuf content) {
        if (reply.begun()) {
            return;
        }
        try {
            body.append(content);
        } catch (NotServedException e) {
            reply.refuse(e.refusal());
        }
    }

    @Override
    public int received() {
        return body.size();
    }

    @Override
    public void complete() {
        if (complete || reply.begun()) {
            return;
        }
        complete = true;
        byte[] whole = body.whole();
        CompletableFuture<Guest> decided = guest;
        if (decided == null) {
            decided = ingress.doorman().afterBody(ask, whole);
        }
        if (decided.isDone() && !decided.isCompletedExceptionally()) {
            call(decided.join(), whole);
        } else {
            decided.whenComplete(
                    (let, failure) -> loop.execute(() -> decided(let, failure, whole)));
        }
    }

    /** Lets go of what the exchange holds. What was begun goes on, is recorded and billed. */
    @Override
    public void close() {
        closed = true;
        if (!calling) {
            body.close();
        }
    }

    private void decided(@Nullable Guest let, @Nullable Throwable failure, byte[] whole) {
        if (let == null) {
            refuse(failure);
        } else {
            call(let, whole);
        }
    }

    private void call(Guest let, byte[] whole) {
        if (!ingress.memory().hasRoom()) {
            reply.refuse(
                    Refusal.busy("This node holds as many bytes of answers as it may; try again."));
            return;
        }
        if (reply.isGone()) {
            return;
        }
        Served served = Objects.requireNonNull(ask.target().served(), "let in to nothing");
        switch (served) {
            case Route _ -> begin(served, let, whole);
            case Routed routed -> callRoute(routed, let, whole);
        }
    }

    /** Within its limits, and if the body is what the route takes. */
    private void callRoute(Routed routed, Guest let, byte[] whole) {
        Duration wait = ingress.limits().take(routed.route(), let, ask.client());
        BodyRule rule = routed.route().body();
        if (wait != null) {
            reply.refuse(Refusal.tooMany(wait));
        } else if (rule == null) {
            begin(routed, let, whole);
        } else {
            Thread.ofVirtual().name("ingress-body").start(() -> check(rule, routed, let, whole));
        }
    }

    private void check(BodyRule rule, Routed routed, Guest let, byte[] whole) {
        String wrong = rule.refusal(whole);
        loop.execute(
                () -> {
                    if (reply.begun() || reply.isGone()) {
                        return;
                    }
                    if (wrong == null) {
                        begin(routed, let, whole);
                    } else {
                        reply.refuse(Refusal.malformed(400, wrong));
                    }
                });
    }

    private void begin(Served served, Guest let, byte[] whole) {
        TraceContext trace =
                new TraceContext(
                        ask.headers().get("x-amzn-trace-id"),
                        ask.headers().get("traceparent"),
                        ask.headers().get("tracestate"));
        SpanContext span = ingress.invocations().span(trace, ask.id());
        HttpEvent event = new HttpEvent(ask, let, span);
        reply.serve(let, span);
        calling = true;
        Heavy.run(
                whole.length,
                loop,
                () -> event.with(whole),
                bytes ->
                        begin(
                                served,
                                new Event(
                                        bytes,
                                        Event.JSON,
                                        Event.HTTP,
                                        trace,
                                        null,
                                        Lineage.FIRST)));
    }

    private void begin(Served served, Event event) {
        ingress.invocations()
                .begin(ask.id(), ask.arrival(), served.account(), served.function(), event, reply)
                .whenComplete((answer, failure) -> loop.execute(() -> answered(answer, failure)));
    }

    private void answered(@Nullable Answer answer, @Nullable Throwable failure) {
        calling = false;
        if (closed) {
            body.close();
        }
        if (answer == null) {
            refuse(failure);
        } else {
            reply.finish(answer);
        }
    }

    private void refuse(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        if (cause instanceof NotServedException refused) {
            reply.refuse(refused.refusal());
        } else if (cause instanceof RefusedException refused) {
            reply.refuse(
                    ask.target().amongRoutes() ? Refusal.ofRoute(refused) : Refusal.of(refused));
        } else {
            LOG.error("request {} could not be served", ask.id(), cause);
            reply.refuse(Refusal.failed(ErrorCode.PLATFORM_ERROR));
        }
    }

    @Override
    public boolean wantsToBeAsked() {
        return ask.headers().contains(HttpHeaderNames.EXPECT) && !reply.begun();
    }
}
