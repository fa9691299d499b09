package dev.meterlark.ingress;

import java.util.concurrent.CompletableFuture;

/** Checks tokens of issuers that accounts trust. */
public interface TokenCheck {

    /**
     * Never blocks.
     *
     * @return fails with a {@link dev.meterlark.shared.RefusedException} when the token is not good
     *     enough
     */
    CompletableFuture<TokenClaims> check(RouteAccess.Token wanted, String token);
}
