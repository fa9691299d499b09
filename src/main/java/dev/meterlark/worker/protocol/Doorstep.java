package dev.meterlark.worker.protocol;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;

/** Prepares each accepted connection of one sandbox. */
final class Doorstep extends ChannelInitializer<SocketChannel> {

    /** Also bounds how many small pipelined requests are decoded ahead of their turn. */
    private static final int LARGEST_READ = 64 * 1024;

    private final SandboxConversation conversation;
    private final ConversationLimits limits;

    Doorstep(SandboxConversation conversation, ConversationLimits limits) {
        this.conversation = conversation;
        this.limits = limits;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        channel.config()
                .setTcpNoDelay(true)
                .setAllowHalfClosure(true)
                .setRecvByteBufAllocator(
                        new AdaptiveRecvByteBufAllocator(1024, 4096, LARGEST_READ));
        channel.pipeline()
                .addLast(new StrictRequestDecoder(limits.headerBytes(), LARGEST_READ))
                .addLast(new Connection(conversation, limits.payloadBytes()));
    }
}
