package dev.meterlark.trigger.bucket;

import dev.meterlark.storage.bucket.ObjectChange.How;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What happened to an object, by S3's names. */
enum EventName {
    CREATED("ObjectCreated:*", Set.of(How.PUT, How.COPIED, How.COMPLETED)),
    CREATED_PUT("ObjectCreated:Put", Set.of(How.PUT)),
    CREATED_COPY("ObjectCreated:Copy", Set.of(How.COPIED)),
    CREATED_COMPLETE("ObjectCreated:CompleteMultipartUpload", Set.of(How.COMPLETED)),
    REMOVED("ObjectRemoved:*", Set.of(How.DELETED)),
    REMOVED_DELETE("ObjectRemoved:Delete", Set.of(How.DELETED));

    private static final String SERVICE = "s3:";

    private final String text;
    private final Set<How> covered;

    EventName(String text, Set<How> covered) {
        this.text = text;
        this.covered = covered;
    }

    boolean covers(How how) {
        return covered.contains(how);
    }

    String text() {
        return text;
    }

    /** With {@code s3:} before it or without. */
    static Optional<EventName> parse(String text) {
        String name = text.startsWith(SERVICE) ? text.substring(SERVICE.length()) : text;
        return Arrays.stream(values()).filter(each -> each.text.equals(name)).findFirst();
    }

    /** The one that says most. */
    static EventName of(How how) {
        return switch (how) {
            case PUT -> CREATED_PUT;
            case COPIED -> CREATED_COPY;
            case COMPLETED -> CREATED_COMPLETE;
            case DELETED -> REMOVED_DELETE;
        };
    }

    static String all() {
        return Arrays.stream(values()).map(EventName::text).collect(Collectors.joining(", "));
    }
}
