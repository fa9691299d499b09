package dev.meterlark.function.snapshot;

import java.util.Arrays;
import java.util.Optional;

/** Who may call a function by its own URL. */
public enum UrlAuth {
    /** Anyone, without a key. */
    NONE("none"),
    /** Whoever has a key of the account that may invoke: as a bearer token, or as a signature. */
    KEY("key"),
    /** Whoever signs with such a key, as AWS does it. */
    AWS_IAM("aws-iam");

    private final String wireName;

    UrlAuth(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    public static Optional<UrlAuth> fromWireName(String wireName) {
        return Arrays.stream(values()).filter(a -> a.wireName.equals(wireName)).findFirst();
    }
}
