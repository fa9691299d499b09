package dev.meterlark.storage.table;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/** What has to be there for a change to be made; held against it in the change's transaction. */
public sealed interface Condition {

    /** Whatever there is. */
    record Always() implements Condition {}

    record Absent() implements Condition {}

    record Present() implements Condition {}

    /** One of these versions. */
    record OneOf(Set<Long> versions) implements Condition {

        public OneOf {
            versions = Set.copyOf(versions);
        }
    }

    /**
     * @param version of the item that is there; null when there is none
     */
    default boolean holds(@Nullable Long version) {
        return switch (this) {
            case Always _ -> true;
            case Absent _ -> version == null;
            case Present _ -> version != null;
            case OneOf(Set<Long> versions) -> version != null && versions.contains(version);
        };
    }
}
