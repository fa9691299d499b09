package dev.meterlark.metering;

import dev.meterlark.shared.FunctionId;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.UUID;

/**
 * What was used.
 *
 * @param function null unless it is one: a function that was deleted and one that took its name are
 *     two
 * @param name within the account
 */
public record Thing(Kind kind, @Nullable FunctionId function, String name) {

    private static final int ID_LENGTH = 36;

    public enum Kind {
        FUNCTION("function"),
        BUCKET("bucket"),
        TABLE("table"),
        QUEUE("queue");

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }

    public Thing {
        if ((kind == Kind.FUNCTION) != (function != null)) {
            throw new IllegalArgumentException(
                    "a function, and nothing else, has an id: %s %s, %s"
                            .formatted(kind, name, function));
        }
    }

    public static Thing function(FunctionId id, String name) {
        return new Thing(Kind.FUNCTION, id, name);
    }

    /**
     * @param resource as the ledger of meters has it; of a function it is its id and its name
     */
    static Thing of(Meter meter, String resource) {
        return meter.kind() == Kind.FUNCTION
                ? function(
                        new FunctionId(UUID.fromString(resource.substring(0, ID_LENGTH))),
                        resource.substring(ID_LENGTH + 1))
                : new Thing(meter.kind(), null, resource);
    }

    /** As the ledger of meters has it. */
    String resource() {
        return kind == Kind.FUNCTION
                ? "%s/%s".formatted(Objects.requireNonNull(function), name)
                : name;
    }
}
