package dev.meterlark.trigger;

import dev.meterlark.edge.BodyMembers;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Shown;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The types of triggers that there are here, and what brings a row and its own kind together. Asked
 * for its beans only when the first trigger is, because kinds use what uses this.
 */
@Component
class Kinds {

    private final ObjectProvider<TriggerKind<?>> beans;
    private final JsonMapper json;
    private volatile @Nullable Map<String, Known<?>> known;

    Kinds(ObjectProvider<TriggerKind<?>> beans, JsonMapper json) {
        this.beans = beans;
        this.json = json;
    }

    /** A kind of whatever record, and what can be said of a row without knowing which. */
    record Known<C>(TriggerKind<C> kind, JsonMapper json) {

        Trigger<C> trigger(TriggerRow row) {
            return new Trigger<>(
                    row.id(),
                    row.account(),
                    row.target(),
                    row.type(),
                    json.readValue(row.configuration(), kind.configuration()),
                    row.reception(),
                    row.state(),
                    row.revision(),
                    row.createdAt());
        }

        /**
         * @return the configuration that is to be kept, and what it is about
         * @throws RefusedException when there cannot be such a trigger
         */
        Checked checked(TriggerRow wanted, ObjectNode configuration) {
            C read = BodyMembers.read(json, configuration, kind.configuration());
            C kept = kind.checked(trigger(wanted, read));
            return new Checked(json.writeValueAsString(kept), kind.about(kept));
        }

        private Trigger<C> trigger(TriggerRow row, C configuration) {
            return new Trigger<>(
                    row.id(),
                    row.account(),
                    row.target(),
                    row.type(),
                    configuration,
                    row.reception(),
                    row.state(),
                    row.revision(),
                    row.createdAt());
        }

        Map<String, Object> facts(TriggerRow row) {
            return kind.facts(trigger(row));
        }

        JsonNode sample(TriggerRow row) {
            return kind.sample(trigger(row));
        }

        JsonNode shown(TriggerRow row) {
            return json.valueToTree(kind.shown(trigger(row).configuration()));
        }

        void made(TriggerRow row) {
            kind.made(trigger(row));
        }

        void changed(TriggerRow before, TriggerRow after) {
            kind.changed(trigger(before), trigger(after));
        }

        void removed(TriggerRow row) {
            kind.removed(trigger(row));
        }

        Capabilities capabilities() {
            return kind.capabilities();
        }

        Set<Permission> needs() {
            return kind.needs();
        }

        boolean feeds() {
            return kind.feed() != null;
        }

        /** Blocks, as {@link Feed#feed} does. */
        void feed(TriggerRow row, Ownership ownership) throws Exception {
            Feed<C> feed = kind.feed();
            if (feed != null) {
                feed.feed(trigger(row), ownership);
            }
        }
    }

    record Checked(String configuration, @Nullable String about) {}

    <C> Trigger<C> trigger(TriggerKind<C> kind, TriggerRow row) {
        return new Known<>(kind, json).trigger(row);
    }

    /** Of a trigger that is there: its type is one that was offered when it was made. */
    Known<?> of(TriggerRow row) {
        return find(row.type())
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "trigger %s is of type %s, which nobody offers here"
                                                .formatted(row.id(), row.type())));
    }

    Optional<Known<?>> find(String type) {
        return Optional.ofNullable(all().get(type));
    }

    Known<?> named(@Nullable String type) {
        Known<?> found = type == null ? null : all().get(type);
        if (found == null) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "type must be one of %s, was: %s"
                            .formatted(String.join(", ", all().keySet()), Shown.text(type)));
        }
        return found;
    }

    Map<String, Known<?>> all() {
        Map<String, Known<?>> found = known;
        if (found == null) {
            found = new TreeMap<>();
            for (TriggerKind<?> each : beans) {
                found.put(each.type(), new Known<>(each, json));
            }
            known = found;
        }
        return found;
    }
}
