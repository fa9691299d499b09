package dev.meterlark.ingress;

import java.util.List;
import java.util.Map;

/**
 * What a good token says.
 *
 * @param subject empty when it names none
 * @param claims as texts, as AWS hands them on
 * @param scopes of it, among those that the route asks for
 */
public record TokenClaims(String subject, Map<String, String> claims, List<String> scopes) {

    public TokenClaims {
        claims = Map.copyOf(claims);
        scopes = List.copyOf(scopes);
    }
}
