package dev.meterlark.ingress;

import dev.meterlark.ingress.Hooks.Hook;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import java.util.concurrent.CompletableFuture;

/** Tells requests to hooks from those to functions. No account has the label {@code -}. */
@Component
class HookPaths {

    private static final String PATH = "/-/hooks/";
    private static final String LABEL = "hooks.";

    /** Where a hook would be and none is: the same for all of them. */
    private static final Hook NONE = new Missing();

    private final ObjectProvider<Hooks> hooks;
    private final String host;

    HookPaths(ObjectProvider<Hooks> hooks, IngressProperties properties) {
        this.hooks = hooks;
        this.host = LABEL + properties.domain();
    }

    /** Null when the request is for something else. */
    @Nullable Hook find(Ask ask) {
        String path = ask.path();
        if (ask.target().host().equals(host)) {
            return byId(path.substring(1));
        }
        return ask.target().route() == null && path.startsWith(PATH)
                ? byId(path.substring(PATH.length()))
                : null;
    }

    private Hook byId(String id) {
        Hooks known = hooks.getIfAvailable();
        Hook found = known == null ? null : known.find(id);
        return found == null ? NONE : found;
    }

    private static final class Missing implements Hook {

        private static final HookAnswer UNKNOWN =
                HookAnswer.of(404, "There is nothing at this address.\n");

        @Override
        public int maxBytes() {
            return 0;
        }

        @Override
        public HookAnswer before(HookRequest head) {
            return UNKNOWN;
        }

        @Override
        public CompletableFuture<HookAnswer> take(HookRequest request) {
            return CompletableFuture.completedFuture(UNKNOWN);
        }
    }
}
