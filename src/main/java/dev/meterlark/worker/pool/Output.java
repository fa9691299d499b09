package dev.meterlark.worker.pool;

import dev.meterlark.worker.sandbox.Printed;
import dev.meterlark.worker.sandbox.Sandbox;

import org.jspecify.annotations.Nullable;

/**
 * What the calls of one sandbox print. With one call at a time all of it is that call's; with
 * several it is taken apart. Its own monitor keeps the stretches in their order.
 */
final class Output {

    private final Sandbox sandbox;
    private final @Nullable PrintedApart apart;

    /**
     * @param calls that the sandbox has at once
     * @param bytesPerCall kept of what each prints
     */
    Output(Sandbox sandbox, int calls, int bytesPerCall) {
        this.sandbox = sandbox;
        this.apart = calls > 1 ? new PrintedApart(bytesPerCall) : null;
    }

    void begins(Call call) {
        if (apart != null) {
            synchronized (this) {
                apart.begins(call.id());
            }
        }
    }

    /** What the call printed until now. */
    Printed ends(Call call) {
        if (apart == null) {
            return sandbox.takePrinted();
        }
        synchronized (this) {
            apart.add(sandbox.takePrinted());
            return apart.ends(call.id());
        }
    }

    /** The call has left, whether or not it had an end. */
    void drop(Call call) {
        if (apart != null) {
            synchronized (this) {
                apart.drop(call.id());
            }
        }
    }
}
