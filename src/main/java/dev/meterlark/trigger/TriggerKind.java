package dev.meterlark.trigger;

import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.Map;
import java.util.Set;

/**
 * One type of trigger: a bean in {@code trigger/<noun>/}. It says which configurations there may be
 * and what an event looks like; what it hears of, it brings to the {@link Handover}.
 *
 * @param <C> what a trigger of it says beyond what all say: a record of JSON's plain types, kept as
 *     it is written. A member that is a secret is taken out by {@link #checked}, and kept sealed in
 *     a member whose name begins with {@code sealed}, which no request may name
 */
public interface TriggerKind<C> {

    /** {@code schedule}, {@code bucket}, {@code queue}, …: also the source of the calls. */
    String type();

    /** Its constructor checks what can be checked without looking anywhere. */
    Class<C> configuration();

    /**
     * Looks at a trigger that is about to be made, changed or resumed, inside that transaction.
     *
     * @return what is to be kept, completed where that is wanted
     * @throws dev.meterlark.shared.RefusedException when it names what is not there, or is out of
     *     bounds
     */
    C checked(Trigger<C> wanted);

    Capabilities capabilities();

    /** What its maker has to be allowed to do beside changing the function. */
    default Set<Permission> needs() {
        return Set.of();
    }

    /**
     * The name of what it listens to, such as a bucket, by which its triggers are found in {@link
     * LiveTriggers}; null when it listens to nothing of the account's. At most 200 characters.
     */
    default @Nullable String about(C configuration) {
        return null;
    }

    /** An event of the right shape, for "send a test event". */
    JsonNode sample(Trigger<C> trigger);

    /** The shape of a batch that its triggers handed over, by how it looks. */
    default BatchShape shape(JsonNode batch) {
        return BatchShape.EVENTS;
    }

    /** What only this type can say: lag, next runs, … shown under {@code status}. */
    default Map<String, Object> facts(Trigger<C> trigger) {
        return Map.of();
    }

    /** Without secrets; its members are shown beside the common ones. */
    default Object shown(C configuration) {
        return configuration;
    }

    /** Work that one node does for each enabled trigger; null when there is none. */
    default @Nullable Feed<C> feed() {
        return null;
    }

    /** Inside the transaction that makes it. */
    default void made(Trigger<C> trigger) {}

    /** Inside the transaction that changes it, also when it is paused or resumed. */
    default void changed(Trigger<C> before, Trigger<C> after) {}

    /** Inside the transaction that deletes it. */
    default void removed(Trigger<C> trigger) {}
}
