package dev.meterlark.ingress;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;

/**
 * Addresses at which others tell of something: {@code /-/hooks/id}, and {@code /id} under the host
 * name {@code hooks}. They are no function's own; a module above knows whose they are.
 */
public interface Hooks {

    /** Null when there is none by that id. Never blocks. */
    @Nullable Hook find(String id);

    /** One address. Asked on an event loop, so that it never blocks. */
    interface Hook {

        /** Of a body, at most. */
        int maxBytes();

        /**
         * Decides by the head, before the body is there.
         *
         * @return null when the body is wanted
         */
        @Nullable HookAnswer before(HookRequest head);

        /** Decides by the whole request. Whoever completes the answer may be any thread. */
        CompletableFuture<HookAnswer> take(HookRequest request);
    }
}
