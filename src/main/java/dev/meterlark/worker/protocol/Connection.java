package dev.meterlark.worker.protocol;

import dev.meterlark.worker.protocol.RuntimeState.Step;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One connection from inside a sandbox: takes requests strictly in order and looks at the next one
 * only when the answer before is on its way. Confined to its event loop.
 */
final class Connection extends ChannelInboundHandlerAdapter {

    /** A refused body is read and dropped up to here, so that the client can see the refusal. */
    private static final long DRAINED_AT_MOST = 64L * 1024 * 1024;

    private static final long SLOWED_DOWN_MILLIS = 10;

    private final SandboxConversation conversation;
    private final int payloadLimit;
    private final Queue<Object> early = new ArrayDeque<>();
    private final Turn turn = new Turn();
    private @Nullable ChannelHandlerContext context;

    private @Nullable Upload upload;
    private @Nullable Consumer<Connection> asking;
    private Unsent unsent = Unsent.NOTHING;
    private boolean parked;
    private boolean slowedDown;
    private boolean heldUp;
    private boolean ending;
    private boolean keepOpen = true;
    private long drained;

    Connection(SandboxConversation conversation, int payloadLimit) {
        this.conversation = conversation;
        this.payloadLimit = payloadLimit;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        conversation.joined(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (mustWait(ctx)) {
            early.add(message);
            ctx.channel().config().setAutoRead(false);
        } else {
            take(ctx, message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        send(ctx);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        goOn(ctx);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            // Also how the death of the runtime looks: whoever waits here will not read an answer.
            inputEnded(ctx);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        conversation.left(this);
        truncated();
        parked = false;
        while (!early.isEmpty()) {
            ReferenceCountUtil.release(early.poll());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    /** Its own, for a runtime that takes several events at once. */
    Turn turn() {
        return turn;
    }

    void park() {
        parked = true;
    }

    void unpark() {
        parked = false;
        if (context != null) {
            unsent = Unsent.URGENT;
            goOn(context);
        }
    }

    /** What has waited for the next event has waited for long enough. */
    void sendAll() {
        if (context != null && unsent != Unsent.NOTHING) {
            unsent = Unsent.URGENT;
            send(context);
        }
    }

    /** The acceptance of one answer and the next event leave together, when both are there soon. */
    private void send(ChannelHandlerContext ctx) {
        if (unsent == Unsent.CAN_WAIT && parked) {
            conversation.sendSoon(this);
        } else if (unsent != Unsent.NOTHING) {
            unsent = Unsent.NOTHING;
            ctx.flush();
        }
    }

    void answer(Answer answer) {
        Unsent before = unsent;
        write(answer.encoded(keepOpen));
        if (answer == Answer.ACCEPTED && before != Unsent.URGENT) {
            unsent = Unsent.CAN_WAIT;
        }
        if (answer != Answer.ACCEPTED && conversation.talksIdly()) {
            slowDown();
        }
    }

    void render(Event event, boolean again) {
        if (context != null) {
            write(event.render(context.alloc(), keepOpen));
        }
        if (again && conversation.talksIdly()) {
            slowDown();
        }
    }

    void end() {
        if (context != null) {
            context.close();
        }
    }

    private void take(ChannelHandlerContext ctx, Object message) {
        try {
            if (ending) {
                return;
            }
            if (message instanceof HttpRequest head) {
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
        var said = new RequestHead(head);
        Answer refusal = said.malformed();
        keepOpen = refusal == null && said.keepsOpen();
        drained = 0;
        if (refusal != null) {
            answer(refusal);
            return;
        }
        if (HttpUtil.is100ContinueExpected(head)) {
            ctx.writeAndFlush(Answer.CONTINUE.duplicate());
        }
        switch (Route.of(head.method().name(), head.uri())) {
            case Route.Ping _ -> answer(Answer.PONG);
            case Route.Next _ -> asking = conversation::asksNext;
            case Route.Specialization _ -> asking = conversation::asksSpecialization;
            case Route.Response(String id) -> beginResponse(head, id);
            case Route.Error(String id) -> beginError(head, id);
            case Route.InitError _ -> beginInitError(head);
            case Route.NotFound _ -> answer(Answer.NOT_FOUND);
            case Route.MethodNotAllowed _ -> answer(Answer.METHOD_NOT_ALLOWED);
        }
    }

    private void beginResponse(HttpRequest head, String id) {
        Event event = begun(Step.BEGINS_RESPONSE, id);
        if (event == null) {
            return;
        }
        var said = new RequestHead(head);
        if (!said.knowsMode()) {
            conversation.ends(
                    event,
                    new Reply.Failed(
                            "Runtime.InvalidResponseModeHeader",
                            "Invalid function response mode",
                            new byte[0]));
            answer(Answer.INVALID_RESPONSE_MODE);
        } else if (said.isStreamed() && event.outlet().takesPieces()) {
            upload = StreamedUpload.begin(event, said.contentType());
        } else {
            accept(CollectedUpload.ofResponse(head, event, payloadLimit));
        }
    }

    private void beginError(HttpRequest head, String id) {
        Event event = begun(Step.BEGINS_ERROR, id);
        if (event != null) {
            accept(CollectedUpload.ofError(head, event, payloadLimit));
        }
    }

    /** The event whose answer begins here; null when it was refused. */
    private @Nullable Event begun(Step step, String id) {
        Event event = conversation.find(id);
        Answer refusal = event == null ? Answer.INVALID_REQUEST_ID : event.begins(step);
        if (refusal == null) {
            return event;
        }
        answer(refusal);
        return null;
    }

    private void beginInitError(HttpRequest head) {
        Answer refusal = conversation.beginsInitError();
        if (refusal == null) {
            accept(CollectedUpload.ofInitError(head, payloadLimit));
        } else {
            answer(refusal);
        }
    }

    private void accept(Upload next) {
        if (next.tooLarge()) {
            answer(next.giveUp(conversation));
        } else {
            upload = next;
        }
    }

    private void go(ChannelHandlerContext ctx, HttpContent content) {
        if (content.decoderResult().isFailure()) {
            keepOpen = false;
            if (!truncated() && asking == null) {
                close(ctx);
            } else {
                asking = null;
                answer(Answer.TRUNCATED);
            }
            return;
        }
        Upload filling = upload;
        if (filling == null) {
            drain(ctx, content);
        } else if (!filling.append(content.content())) {
            upload = null;
            answer(filling.giveUp(conversation));
        } else {
            CompletionStage<?> taken = filling.holdUp();
            if (taken != null) {
                holdUp(ctx, taken);
            }
        }
        if (content instanceof LastHttpContent last) {
            finish(last);
        }
    }

    /** What is not taken yet is not read either, so that the function feels its receiver. */
    private void holdUp(ChannelHandlerContext ctx, CompletionStage<?> taken) {
        heldUp = true;
        ctx.channel().config().setAutoRead(false);
        taken.whenComplete((_, _) -> ctx.executor().execute(() -> goOnReading(ctx)));
    }

    private void goOnReading(ChannelHandlerContext ctx) {
        heldUp = false;
        goOn(ctx);
    }

    private void finish(LastHttpContent last) {
        Upload filled = upload;
        upload = null;
        Consumer<Connection> question = asking;
        asking = null;
        if (filled != null) {
            answer(Answer.ACCEPTED);
            filled.complete(conversation, last.trailingHeaders());
        } else if (question != null) {
            question.accept(this);
        }
    }

    private void drain(ChannelHandlerContext ctx, HttpContent content) {
        drained += content.content().readableBytes();
        if (drained > DRAINED_AT_MOST) {
            close(ctx);
        }
    }

    private void inputEnded(ChannelHandlerContext ctx) {
        if (truncated()) {
            keepOpen = false;
            answer(Answer.TRUNCATED);
            send(ctx);
        } else {
            close(ctx);
        }
    }

    /** Ends an answer whose body broke off; false when none was being read. */
    private boolean truncated() {
        Upload broken = upload;
        upload = null;
        if (broken == null) {
            return false;
        }
        broken.breakOff(conversation);
        return true;
    }

    private void write(ByteBuf bytes) {
        unsent = Unsent.URGENT;
        if (context == null) {
            bytes.release();
        } else if (keepOpen) {
            context.write(bytes, context.voidPromise());
        } else {
            close(context, bytes);
        }
    }

    private void close(ChannelHandlerContext ctx) {
        conversation.left(this);
        close(ctx, Unpooled.EMPTY_BUFFER);
    }

    private void close(ChannelHandlerContext ctx, ByteBuf last) {
        ending = true;
        ctx.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
    }

    private void slowDown() {
        if (context == null || slowedDown) {
            return;
        }
        ChannelHandlerContext ctx = context;
        slowedDown = true;
        ctx.channel().config().setAutoRead(false);
        ctx.executor()
                .schedule(
                        () -> {
                            slowedDown = false;
                            goOn(ctx);
                        },
                        SLOWED_DOWN_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    private boolean mustWait(ChannelHandlerContext ctx) {
        return !early.isEmpty() || !mayGoOn(ctx);
    }

    private void goOn(ChannelHandlerContext ctx) {
        while (!early.isEmpty() && mayGoOn(ctx)) {
            take(ctx, early.remove());
        }
        send(ctx);
        if (early.isEmpty() && !slowedDown && !heldUp && ctx.channel().isWritable()) {
            ctx.channel().config().setAutoRead(true);
        }
    }

    private boolean mayGoOn(ChannelHandlerContext ctx) {
        return !parked && !slowedDown && !heldUp && ctx.channel().isWritable();
    }
}
