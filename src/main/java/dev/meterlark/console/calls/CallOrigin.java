package dev.meterlark.console.calls;

import dev.meterlark.telemetry.Call;

import org.jspecify.annotations.Nullable;

/**
 * What made a call.
 *
 * @param parent id of the call that made it; null for the first of a chain
 * @param depth how many calls stand before it
 * @param alias that chose the version; null when the caller named the version itself
 * @param trigger id of it; null when none did
 */
record CallOrigin(
        @Nullable String parent, int depth, @Nullable String alias, @Nullable String trigger) {

    static CallOrigin of(Call call) {
        return new CallOrigin(
                call.lineage().parent() == null ? null : call.lineage().parent().toString(),
                call.lineage().depth(),
                call.alias(),
                call.trigger() == null ? null : call.trigger().toString());
    }
}
