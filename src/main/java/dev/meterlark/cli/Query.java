package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** What stands behind a path's question mark. Of one thread. */
final class Query {

    private final List<String> parts = new ArrayList<>();

    /**
     * @param value as it is meant; nothing is added without one
     */
    Query with(String name, @Nullable Object value) {
        if (value != null) {
            parts.add(name + "=" + Ask.encoded(value.toString()));
        }
        return this;
    }

    /** Empty when nothing was added. */
    String text() {
        return String.join("&", parts);
    }
}
