package dev.meterlark.billing.rating;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;

/**
 * What used something: a function that was deleted and one that took its name are two.
 *
 * @param id null for what its name tells apart
 */
public record Thing(Kind kind, @Nullable String id, String name) implements Comparable<Thing> {

    private static final Comparator<Thing> ORDER =
            Comparator.comparing(Thing::kind)
                    .thenComparing(Thing::name)
                    .thenComparing(Thing::id, Comparator.nullsFirst(Comparator.naturalOrder()));

    /** In the order in which an invoice lists them. */
    public enum Kind {
        FUNCTION,
        BUCKET,
        TABLE,
        QUEUE
    }

    @Override
    public int compareTo(Thing other) {
        return ORDER.compare(this, other);
    }
}
