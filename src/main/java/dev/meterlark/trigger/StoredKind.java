package dev.meterlark.trigger;

import dev.meterlark.shared.Permission;

import java.util.Set;

/**
 * A type of trigger of things that the account keeps, whose events come one at a time and in no
 * promised order. Whoever makes one may read those things.
 *
 * @param <C> the kind's own record
 */
public interface StoredKind<C> extends TriggerKind<C> {

    @Override
    default Capabilities capabilities() {
        return Capabilities.SINGLE;
    }

    @Override
    default Set<Permission> needs() {
        return Set.of(Permission.STORAGE_READ);
    }
}
