package dev.meterlark.worker.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletionStage;

/** An answer that the conversation let in, while its body arrives. */
sealed interface Upload permits CollectedUpload, StreamedUpload {

    /** Whether what was declared is more than it may have. */
    boolean tooLarge();

    /** Takes the readable bytes; false when that would be more than it may have. */
    boolean append(ByteBuf content);

    /** What has to complete before more is read; null when nothing has. */
    @Nullable CompletionStage<?> holdUp();

    void complete(SandboxConversation conversation, HttpHeaders trailers);

    /** It was too large; what the runtime is to be told. */
    Answer giveUp(SandboxConversation conversation);

    void breakOff(SandboxConversation conversation);
}
