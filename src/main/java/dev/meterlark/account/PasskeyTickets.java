package dev.meterlark.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.meterlark.platform.Vault;

import org.springframework.stereotype.Component;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;

/**
 * Challenges for passkeys that are kept nowhere: the page carries them sealed, for what and for
 * whom they are. Each is good for a while, and once on the node that it comes back to.
 */
@Component
class PasskeyTickets {

    static final Duration GOOD = Duration.ofMinutes(10);

    private static final int CHALLENGE_BYTES = 32;
    private static final int MOST_USED = 100_000;
    private static final int LONGEST = 1_024;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Vault vault;
    private final InstantSource clock;
    private final Cache<ByteBuffer, Boolean> used =
            Caffeine.newBuilder().maximumSize(MOST_USED).expireAfterWrite(GOOD).build();

    PasskeyTickets(Vault vault, InstantSource clock) {
        this.vault = vault;
        this.clock = clock;
    }

    record Ticket(byte[] challenge, String text) {}

    /**
     * @param purpose for what, for whom and on which host
     */
    Ticket make(String purpose) {
        byte[] challenge = new byte[CHALLENGE_BYTES];
        RANDOM.nextBytes(challenge);
        byte[] plain =
                ByteBuffer.allocate(CHALLENGE_BYTES + Long.BYTES)
                        .put(challenge)
                        .putLong(clock.instant().plus(GOOD).toEpochMilli())
                        .array();
        byte[] sealed = vault.seal(plain, context(purpose));
        return new Ticket(
                challenge, Base64.getUrlEncoder().withoutPadding().encodeToString(sealed));
    }

    /** Uses it up; empty when it is for something else, over, used, or none at all. */
    Optional<byte[]> use(String ticket, String purpose) {
        if (ticket.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            byte[] sealed = Base64.getUrlDecoder().decode(ticket.getBytes(UTF_8));
            ByteBuffer plain = ByteBuffer.wrap(vault.open(sealed, context(purpose)));
            byte[] challenge = new byte[CHALLENGE_BYTES];
            plain.get(challenge);
            Instant end = Instant.ofEpochMilli(plain.getLong());
            boolean first = used.asMap().putIfAbsent(ByteBuffer.wrap(challenge), true) == null;
            return first && clock.instant().isBefore(end)
                    ? Optional.of(challenge)
                    : Optional.empty();
        } catch (IllegalArgumentException | IllegalStateException | BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    private static String context(String purpose) {
        return "passkey:" + purpose;
    }
}
