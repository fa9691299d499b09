package dev.meterlark.invocation.web;

import dev.meterlark.shared.InvocationId;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Ids in paths: what is none is as unknown as any other. */
final class Ids {

    private static final int SHOWN = 140;

    private Ids() {}

    static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Optional<InvocationId> invocation(String text) {
        return uuid(text).map(InvocationId::new);
    }

    static String shown(String text) {
        String small = text.toLowerCase(Locale.ROOT);
        return small.length() <= SHOWN ? small : small.substring(0, SHOWN) + "…";
    }
}
