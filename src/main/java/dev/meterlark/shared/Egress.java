package dev.meterlark.shared;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a function may connect to, beyond its own loopback. */
public enum Egress {
    /** Nowhere. */
    NONE,
    /** To public addresses, over TCP; and to what the operator allowed to the account. */
    INTERNET;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Egress> of(String wireName) {
        return Arrays.stream(values()).filter(e -> e.wireName().equals(wireName)).findFirst();
    }
}
