package dev.meterlark.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * @param body plain text
 */
public record HookAnswer(int status, byte[] body, @Nullable Duration retryAfter) {

    public static HookAnswer of(int status, String text) {
        return new HookAnswer(status, text.getBytes(UTF_8), null);
    }

    public static HookAnswer later(int status, String text, Duration retryAfter) {
        return new HookAnswer(status, text.getBytes(UTF_8), retryAfter);
    }
}
