package dev.meterlark.trigger.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import dev.meterlark.ManualClock;
import dev.meterlark.ingress.RouteAccess;
import dev.meterlark.ingress.TokenClaims;
import dev.meterlark.shared.RefusedException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tokens of an issuer whose keys are fetched from a web that the test is. */
class IssuedTokensTests {

    private static final String ISSUER = "https://issuer.example";
    private static final RouteAccess.Token WANTED =
            new RouteAccess.Token(ISSUER, Set.of("shop"), null, List.of());

    private final ManualClock clock = new ManualClock();
    private ECKey key;
    private JWKSet served;
    private int fetched;
    private IssuedTokens tokens;

    @BeforeEach
    void issue() throws JOSEException {
        key = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
        served = new JWKSet(key.toPublicJWK());
        tokens =
                new IssuedTokens(
                        this::get,
                        JsonMapper.shared(),
                        new Binder(new MapConfigurationPropertySource(Map.of()))
                                .bindOrCreate("meterlark.routes", RouteProperties.class),
                        clock);
    }

    @Test
    void aGoodTokenSaysWhatItSaysAndKeysAreFetchedOnce() throws Exception {
        TokenClaims claims = tokens.checked(WANTED, signed(claims().build(), key));
        tokens.checked(WANTED, signed(claims().build(), key));

        assertThat(claims.subject()).isEqualTo("ada");
        assertThat(claims.claims()).containsEntry("iss", ISSUER).containsKey("exp");
        assertThat(fetched).isEqualTo(2); // the description and the keys
    }

    @Test
    void whatIsWrongWithATokenIsSaid() throws Exception {
        ECKey other = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
        Instant now = clock.instant();

        refuses(signed(claims().build(), other), "signature is not its issuer's");
        refuses(signed(claims().issuer("https://evil.example").build(), key), "another issuer");
        refuses(signed(claims().audience("other").build(), key), "for somebody else");
        refuses(signed(claims().expirationTime(null).build(), key), "is over");
        refuses(
                signed(claims().expirationTime(Date.from(now.minusSeconds(61))).build(), key),
                "is over");
        refuses(
                signed(claims().notBeforeTime(Date.from(now.plusSeconds(61))).build(), key),
                "does not hold yet");
        refuses("not.a.token", "cannot be read");
        refuses("x".repeat(20_000), "longer than");
        tokens.checked(
                WANTED,
                signed(claims().expirationTime(Date.from(now.minusSeconds(59))).build(), key));
    }

    @Test
    void aSharedSecretIsNoSignatureEvenIfItIsThePublicKey() throws Exception {
        byte[] secret = key.toECPublicKey().getEncoded();
        SignedJWT jwt =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(),
                        claims().build());
        jwt.sign(new MACSigner(secret));

        refuses(jwt.serialize(), "not signed as it must be");
        refuses("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.", "");
    }

    @Test
    void aNewKeyIsLookedForButNotWithEveryToken() throws Exception {
        tokens.checked(WANTED, signed(claims().build(), key));
        ECKey next = new ECKeyGenerator(Curve.P_256).keyID("two").generate();
        served = new JWKSet(List.of(key.toPublicJWK(), next.toPublicJWK()));
        int before = fetched;

        refuses(signed(claims().build(), next), "no such key");
        assertThat(fetched).isEqualTo(before);
        clock.forward(Duration.ofSeconds(31));

        assertThat(tokens.checked(WANTED, signed(claims().build(), next)).subject())
                .isEqualTo("ada");
    }

    @Test
    void oneOfTheScopesIsEnoughAndNoneIsNot() throws Exception {
        RouteAccess.Token scoped =
                new RouteAccess.Token(ISSUER, Set.of("shop"), null, List.of("read", "write"));

        assertThat(
                        tokens.checked(
                                        scoped,
                                        signed(claims().claim("scope", "read x").build(), key))
                                .scopes())
                .containsExactly("read");
        assertThatThrownBy(() -> tokens.checked(scoped, signed(claims().build(), key)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("none of the scopes");
    }

    private byte[] get(URI address, int most) throws IOException {
        fetched++;
        String text =
                address.getPath().endsWith("openid-configuration")
                        ? "{\"jwks_uri\": \"https://issuer.example/keys\"}"
                        : served.toString();
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience("shop")
                .subject("ada")
                .expirationTime(Date.from(clock.instant().plusSeconds(600)));
    }

    private static String signed(JWTClaimsSet claims, ECKey by) throws JOSEException {
        SignedJWT jwt =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(by.getKeyID()).build(),
                        claims);
        jwt.sign(new ECDSASigner(by));
        return jwt.serialize();
    }

    private void refuses(String token, String why) {
        assertThatThrownBy(() -> tokens.checked(WANTED, token))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(why);
    }
}
