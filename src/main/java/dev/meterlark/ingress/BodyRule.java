package dev.meterlark.ingress;

import org.jspecify.annotations.Nullable;

/** What the body of a request has to be. Never asks anyone, and takes no longer than it is long. */
@FunctionalInterface
public interface BodyRule {

    /**
     * @return what is wrong with it, for whoever sent it; null when nothing is
     */
    @Nullable String refusal(byte[] body);
}
