package dev.meterlark.ingress;

import dev.meterlark.ingress.Hooks.Hook;
import dev.meterlark.shared.ErrorCode;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One request to a hook: its head, its body, what the hook says. */
final class HookExchange implements Serving {

    private static final Logger LOG = LoggerFactory.getLogger(HookExchange.class);
    private static final byte[] NOTHING = {};

    private final Hook hook;
    private final Ask ask;
    private final EventLoop loop;
    private final Reply reply;
    private final BodyBytes body;
    private boolean complete;
    private boolean taken;
    private boolean closed;

    HookExchange(Ingress ingress, Hook hook, Ask ask, EventLoop loop, Reply reply) {
        this.hook = hook;
        this.ask = ask;
        this.loop = loop;
        this.reply = reply;
        this.body = new BodyBytes(ingress.intake(), hook.maxBytes());
    }

    @Override
    public void begin(long declared) {
        HookAnswer decided = hook.before(request(NOTHING));
        if (decided != null) {
            say(decided);
        } else if (!ask.method().equals("POST")) {
            reply.refuse(Refusal.malformed(405, "Something is told here by POST."));
        } else {
            bounded(() -> body.declare(declared));
        }
    }

    @Override
    public void append(ByteBuf content) {
        if (!reply.begun()) {
            bounded(() -> body.append(content));
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
        taken = true;
        hook.take(request(body.whole()))
                .whenComplete((answer, failure) -> loop.execute(() -> answered(answer, failure)));
    }

    @Override
    public void close() {
        closed = true;
        if (!taken) {
            body.close();
        }
    }

    @Override
    public boolean wantsToBeAsked() {
        return ask.headers().contains(HttpHeaderNames.EXPECT) && !reply.begun();
    }

    private void bounded(Runnable taking) {
        try {
            taking.run();
        } catch (NotServedException e) {
            reply.refuse(e.refusal());
        }
    }

    private void answered(@Nullable HookAnswer answer, @Nullable Throwable failure) {
        taken = false;
        if (closed) {
            body.close();
        }
        if (answer == null) {
            LOG.error("request {} to a hook could not be served", ask.id(), failure);
            reply.refuse(Refusal.failed(ErrorCode.PLATFORM_ERROR));
        } else {
            say(answer);
        }
    }

    private void say(HookAnswer answer) {
        HttpHeaders headers = AnswerHead.of(ask);
        headers.add(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
        headers.add("x-content-type-options", "nosniff");
        headers.add(HttpHeaderNames.CACHE_CONTROL, "no-store");
        Duration after = answer.retryAfter();
        if (after != null) {
            long seconds = Math.max(1, after.plusMillis(999).toSeconds());
            headers.add(HttpHeaderNames.RETRY_AFTER, Long.toString(seconds));
        }
        reply.say(answer.status(), headers, answer.body());
    }

    private HookRequest request(byte[] bytes) {
        Map<String, List<String>> headers = new TreeMap<>();
        for (Map.Entry<String, String> header : ask.headers()) {
            headers.computeIfAbsent(
                            header.getKey().toLowerCase(Locale.ROOT), _ -> new ArrayList<>(1))
                    .add(header.getValue());
        }
        return new HookRequest(ask.arrival(), ask.client(), headers, bytes);
    }
}
