package dev.meterlark.trigger.route;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import dev.meterlark.ingress.RouteAccess;
import dev.meterlark.ingress.TokenCheck;
import dev.meterlark.ingress.TokenClaims;
import dev.meterlark.network.GuardedHttp;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Checks tokens by the public keys of whoever issued them: fetched through the client that reaches
 * only what tenants may reach, and kept for a while. What is signed with a shared secret is never
 * good, because then whoever checks could sign.
 */
@Component
class IssuedTokens implements TokenCheck {

    private static final int LONGEST_TOKEN = 16 * 1024;
    private static final int MOST_KEYS_BYTES = 256 * 1024;
    private static final int MOST_ISSUERS = 5_000;
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(
                    JWSAlgorithm.RS256,
                    JWSAlgorithm.RS384,
                    JWSAlgorithm.RS512,
                    JWSAlgorithm.PS256,
                    JWSAlgorithm.PS384,
                    JWSAlgorithm.PS512,
                    JWSAlgorithm.ES256,
                    JWSAlgorithm.ES384,
                    JWSAlgorithm.ES512);

    private final Web web;
    private final JsonMapper json;
    private final RouteProperties properties;
    private final InstantSource clock;
    private final Cache<Source, Known> known =
            Caffeine.newBuilder().maximumSize(MOST_ISSUERS).build();

    private record Source(String issuer, @Nullable URI keys) {}

    private record Known(JWKSet keys, Instant at) {}

    /** Where keys are fetched. */
    @FunctionalInterface
    interface Web {

        /**
         * @param most bytes that are read at most
         */
        byte[] get(URI address, int most) throws IOException;
    }

    @Autowired
    IssuedTokens(
            GuardedHttp http, JsonMapper json, RouteProperties properties, InstantSource clock) {
        this(http::get, json, properties, clock);
    }

    IssuedTokens(Web web, JsonMapper json, RouteProperties properties, InstantSource clock) {
        this.web = web;
        this.json = json;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<TokenClaims> check(RouteAccess.Token wanted, String token) {
        var checked = new CompletableFuture<TokenClaims>();
        Thread.ofVirtual()
                .name("ingress-token")
                .start(
                        () -> {
                            try {
                                checked.complete(checked(wanted, token));
                            } catch (RuntimeException e) {
                                checked.completeExceptionally(e);
                            }
                        });
        return checked;
    }

    TokenClaims checked(RouteAccess.Token wanted, String token) {
        try {
            if (token.length() > LONGEST_TOKEN) {
                throw denied("the token is longer than %d characters".formatted(LONGEST_TOKEN));
            }
            SignedJWT jwt = SignedJWT.parse(token);
            requireSigned(wanted, jwt);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            requireFor(wanted, claims);
            requireNow(claims);
            return new TokenClaims(
                    claims.getSubject() == null ? "" : claims.getSubject(),
                    texts(claims),
                    scopes(wanted, claims));
        } catch (ParseException | JOSEException e) {
            throw denied("the token cannot be read: " + e.getMessage());
        }
    }

    private void requireSigned(RouteAccess.Token wanted, SignedJWT jwt) throws JOSEException {
        JWSHeader header = jwt.getHeader();
        if (!ALGORITHMS.contains(header.getAlgorithm()) || header.getCriticalParams() != null) {
            throw denied("the token is not signed as it must be: " + header.getAlgorithm());
        }
        JWK key = key(new Source(wanted.issuer(), wanted.keys()), header);
        if (!(key instanceof AsymmetricJWK asymmetric)
                || !jwt.verify(
                        new DefaultJWSVerifierFactory()
                                .createJWSVerifier(header, asymmetric.toPublicKey()))) {
            throw denied("the token's signature is not its issuer's");
        }
    }

    private JWK key(Source source, JWSHeader header) {
        Known keys = known.getIfPresent(source);
        Instant now = clock.instant();
        if (keys == null || keys.at.plus(properties.keysFor()).isBefore(now)) {
            keys = fetched(source, now);
        }
        JWK key = find(keys.keys, header.getKeyID());
        if (key == null && keys.at.plus(properties.keysAgainAfter()).isBefore(now)) {
            key = find(fetched(source, now).keys, header.getKeyID());
        }
        if (key == null) {
            throw denied("the issuer has no such key");
        }
        return key;
    }

    private static @Nullable JWK find(JWKSet keys, @Nullable String id) {
        List<JWK> all = keys.getKeys();
        return id == null ? (all.size() == 1 ? all.getFirst() : null) : keys.getKeyByKeyId(id);
    }

    private Known fetched(Source source, Instant now) {
        try {
            URI address = source.keys == null ? described(source.issuer) : source.keys;
            byte[] bytes = web.get(address, MOST_KEYS_BYTES);
            Known keys = new Known(JWKSet.parse(new String(bytes, StandardCharsets.UTF_8)), now);
            known.put(source, keys);
            return keys;
        } catch (IOException | ParseException | IllegalArgumentException e) {
            throw new RefusedException(
                    ErrorCode.UNAUTHENTICATED,
                    "the issuer's keys cannot be had: " + e.getMessage());
        }
    }

    private URI described(String issuer) throws IOException {
        String base = issuer.endsWith("/") ? issuer : issuer + "/";
        byte[] bytes =
                web.get(URI.create(base + ".well-known/openid-configuration"), MOST_KEYS_BYTES);
        return URI.create(json.readTree(bytes).path("jwks_uri").asString(""));
    }

    private static void requireFor(RouteAccess.Token wanted, JWTClaimsSet claims) {
        if (!wanted.issuer().equals(claims.getIssuer())) {
            throw denied("the token is of another issuer");
        }
        if (claims.getAudience().stream().noneMatch(wanted.audiences()::contains)) {
            throw denied("the token is for somebody else");
        }
    }

    /** A token without an end is none. */
    private void requireNow(JWTClaimsSet claims) {
        Instant now = clock.instant();
        Date end = claims.getExpirationTime();
        Date begin = claims.getNotBeforeTime();
        if (end == null || end.toInstant().plus(properties.clockSkew()).isBefore(now)) {
            throw denied("the token is over");
        }
        if (begin != null && begin.toInstant().minus(properties.clockSkew()).isAfter(now)) {
            throw denied("the token does not hold yet");
        }
    }

    private static List<String> scopes(RouteAccess.Token wanted, JWTClaimsSet claims) {
        if (wanted.scopes().isEmpty()) {
            return List.of();
        }
        Object written =
                claims.getClaim("scope") == null
                        ? claims.getClaim("scp")
                        : claims.getClaim("scope");
        List<String> has =
                switch (written) {
                    case null -> List.of();
                    case List<?> list -> list.stream().map(String::valueOf).toList();
                    default -> Arrays.asList(written.toString().split(" "));
                };
        List<String> good = wanted.scopes().stream().filter(has::contains).toList();
        if (good.isEmpty()) {
            throw new RefusedException(
                    ErrorCode.FORBIDDEN, "the token has none of the scopes that are asked for");
        }
        return good;
    }

    private static Map<String, String> texts(JWTClaimsSet claims) {
        Map<String, String> texts = new TreeMap<>();
        for (Map.Entry<String, Object> each : claims.getClaims().entrySet()) {
            Object value = each.getValue();
            if (value instanceof Date date) {
                texts.put(each.getKey(), Long.toString(date.toInstant().getEpochSecond()));
            } else if (value != null) {
                texts.put(each.getKey(), value.toString());
            }
        }
        return texts;
    }

    private static RefusedException denied(String why) {
        return new RefusedException(ErrorCode.UNAUTHENTICATED, why);
    }
}
