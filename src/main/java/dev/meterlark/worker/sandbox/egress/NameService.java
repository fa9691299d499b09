package dev.meterlark.worker.sandbox.egress;

import dev.meterlark.network.NameLookup;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Answers a sandbox's questions for the addresses of names; no other kind is served, so that little
 * can be carried out in a question and nothing in its answer. Addresses that cannot be reached
 * anyway are left out. Remembers nothing. Confined to the passage's event loop.
 */
final class NameService extends SimpleChannelInboundHandler<DatagramPacket> {

    private static final int MOST_OPEN = 16;

    private final Passage passage;
    private final NameLookup names;
    private int open;

    NameService(Passage passage, NameLookup names) {
        this.passage = passage;
        this.names = names;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
        passage.sends(packet.content().readableBytes());
        slowDown(ctx, passage.names(System.nanoTime()));
        Question question = Question.read(packet.content());
        if (question == null) {
            return;
        }
        InetSocketAddress client = packet.sender();
        if (!question.isForAddresses()) {
            refuse(ctx, client, question, Question.NOT_IMPLEMENTED);
        } else if (question.type() == Question.AAAA && !passage.knowsIpv6()) {
            answer(ctx, client, question, List.of());
        } else if (open >= MOST_OPEN || passage.isUsedUp() || !passage.beginsLookup()) {
            refuse(ctx, client, question, Question.SERVER_FAILURE);
        } else {
            open++;
            names.find(question.name())
                    .whenCompleteAsync(found(ctx, client, question), ctx.executor());
        }
    }

    /** What comes meanwhile waits in the sandbox's own socket buffer, or is dropped there. */
    private static void slowDown(ChannelHandlerContext ctx, long nanos) {
        if (nanos > 0) {
            ctx.channel().config().setAutoRead(false);
            ctx.executor()
                    .schedule(
                            () -> ctx.channel().config().setAutoRead(true),
                            nanos,
                            TimeUnit.NANOSECONDS);
        }
    }

    private BiConsumer<@Nullable List<InetAddress>, @Nullable Throwable> found(
            ChannelHandlerContext ctx, InetSocketAddress client, Question question) {
        return (addresses, failure) -> {
            open--;
            passage.endsLookup();
            if (addresses == null) {
                refuse(ctx, client, question, code(failure));
                return;
            }
            List<InetAddress> reachable =
                    addresses.stream()
                            .filter(each -> passage.policy().mayBeNamed(each, passage.allowed()))
                            .toList();
            if (reachable.isEmpty()) {
                refuse(ctx, client, question, Question.NO_SUCH_NAME);
            } else {
                answer(ctx, client, question, reachable);
            }
        };
    }

    private static int code(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        return cause instanceof UnknownHostException
                ? Question.NO_SUCH_NAME
                : Question.SERVER_FAILURE;
    }

    private static void answer(
            ChannelHandlerContext ctx,
            InetSocketAddress client,
            Question question,
            List<InetAddress> addresses) {
        ByteBuf into = ctx.alloc().buffer();
        question.answer(addresses, into);
        ctx.writeAndFlush(new DatagramPacket(into, client));
    }

    private static void refuse(
            ChannelHandlerContext ctx, InetSocketAddress client, Question question, int code) {
        ByteBuf into = ctx.alloc().buffer();
        question.refuse(code, into);
        ctx.writeAndFlush(new DatagramPacket(into, client));
    }

    /** The port of a client that is gone before its answer refuses it: nothing to be done. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {}
}
