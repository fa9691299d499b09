package dev.meterlark.shared;

import jakarta.persistence.Embeddable;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** One request to run a function: a UUIDv7, so ids sort by the instant of arrival. */
@Embeddable
public record InvocationId(UUID value) {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** RFC 9562: 48 bits of epoch milliseconds, version 7, 74 random bits. */
    public static InvocationId at(Instant arrival) {
        long high = (arrival.toEpochMilli() << 16) | 0x7000L | (RANDOM.nextLong() & 0xfffL);
        long low = (RANDOM.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new InvocationId(new UUID(high, low));
    }

    /** When it arrived, to the millisecond; empty of an id that was not made from an instant. */
    public Optional<Instant> arrival() {
        return value.version() == 7
                ? Optional.of(Instant.ofEpochMilli(value.getMostSignificantBits() >>> 16))
                : Optional.empty();
    }

    /**
     * @throws IllegalArgumentException when the text is no UUID
     */
    public static InvocationId parse(String text) {
        return new InvocationId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
