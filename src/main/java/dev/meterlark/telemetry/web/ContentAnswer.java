package dev.meterlark.telemetry.web;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.meterlark.telemetry.content.KeptContent;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What is kept of an attempt's event and answer.
 *
 * @param event null when it is not kept
 * @param answer null when it is not kept, there was none, or it was streamed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ContentAnswer(int attempt, @Nullable Body event, @Nullable Body answer) {

    /**
     * @param bytes of all of it
     * @param whole false when only its beginning is kept
     * @param text null when it is no UTF-8
     * @param base64 null when it is text
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Body(
            @Nullable String contentType,
            long bytes,
            boolean whole,
            @Nullable String text,
            @Nullable String base64) {

        static Body of(byte[] kept, @Nullable String type, long bytes) {
            String text = text(kept);
            return new Body(
                    type,
                    bytes,
                    kept.length == bytes,
                    text,
                    text == null ? Base64.getEncoder().encodeToString(kept) : null);
        }

        private static @Nullable String text(byte[] bytes) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            } catch (CharacterCodingException e) {
                return null;
            }
        }
    }

    static ContentAnswer of(int attempt, @Nullable KeptContent kept) {
        if (kept == null) {
            return new ContentAnswer(attempt, null, null);
        }
        byte[] answer = kept.answer();
        return new ContentAnswer(
                attempt,
                Body.of(kept.event(), kept.eventType(), kept.eventBytes()),
                answer == null ? null : Body.of(answer, kept.answerType(), kept.answerBytes()));
    }
}
