package dev.meterlark.edge;

import dev.meterlark.shared.Caller;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Under what a key is kept, and what it was sent with first. The key of a stranger counts only
 * together with the whole body: guessing a key alone finds nothing.
 *
 * @param id of caller, route and key
 * @param hash of what must be the same again
 */
record IdempotentRequest(byte[] id, byte[] hash, @Nullable UUID account) {

    static IdempotentRequest of(HttpServletRequest request, String key, byte[] body) {
        Optional<Caller> caller = CallerAuthentication.of(request);
        byte[] hash =
                sha256(
                        text(request.getQueryString()),
                        text(request.getContentType()),
                        text(request.getHeader("Prefer")),
                        body);
        byte[] who = caller.map(c -> text(c.account() + " " + c.subject())).orElseGet(() -> hash);
        byte[] id =
                sha256(who, text(request.getMethod() + " " + request.getRequestURI()), text(key));
        return new IdempotentRequest(id, hash, caller.map(c -> c.account().value()).orElse(null));
    }

    private static byte[] text(@Nullable String text) {
        return Objects.requireNonNullElse(text, "").getBytes(StandardCharsets.UTF_8);
    }

    /** Each part with its length, so that no two lists of parts are the same bytes. */
    private static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(ByteBuffer.allocate(4).putInt(part.length).flip());
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}
