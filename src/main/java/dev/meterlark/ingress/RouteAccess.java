package dev.meterlark.ingress;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.List;
import java.util.Set;

/** Who may ask a route. */
public sealed interface RouteAccess {

    /** Anyone. */
    record Open() implements RouteAccess {}

    /** Whoever has a key of the account that may invoke. */
    record Key() implements RouteAccess {}

    /**
     * Whoever brings a token that an issuer has signed.
     *
     * @param issuer as in {@code iss}
     * @param audiences of which {@code aud} has to name one
     * @param keys where the issuer's keys are; null for where its own description says
     * @param scopes of which a token has to have one; empty for any token
     */
    record Token(String issuer, Set<String> audiences, @Nullable URI keys, List<String> scopes)
            implements RouteAccess {

        public Token {
            audiences = Set.copyOf(audiences);
            scopes = List.copyOf(scopes);
        }
    }
}
