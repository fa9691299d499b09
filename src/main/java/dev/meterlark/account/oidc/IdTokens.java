package dev.meterlark.account.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import dev.meterlark.account.ProvenIdentity;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.Set;

/**
 * Verifies ID tokens: signed by a key of the provider's, for this installation, in answer to this
 * very sign-in, now. What is signed with a shared secret is never good.
 */
class IdTokens {

    private static final int LONGEST = 32 * 1024;
    private static final int LONGEST_SUBJECT = 255;
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

    private final OidcProperties properties;
    private final Provider provider;

    IdTokens(OidcProperties properties, Provider provider) {
        this.properties = properties;
        this.provider = provider;
    }

    /**
     * @param authenticatedAt when the person last showed the provider who they are; null when it
     *     does not say
     */
    record Verified(ProvenIdentity identity, @Nullable Instant authenticatedAt) {}

    /**
     * @throws IOException with what is wrong with it, for the log
     */
    Verified verified(String token, String nonce, Instant now) throws IOException {
        if (token.length() > LONGEST) {
            throw new IOException("the ID token is longer than %d".formatted(LONGEST));
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            requireSigned(jwt);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            requireForUs(claims);
            requireNow(claims, now);
            require(nonce.equals(claims.getStringClaim("nonce")), "is for another sign-in");
            return new Verified(identity(claims), instant(claims.getDateClaim("auth_time")));
        } catch (ParseException | JOSEException e) {
            throw new IOException("the ID token cannot be read", e);
        }
    }

    private void requireSigned(SignedJWT jwt) throws IOException, JOSEException {
        JWSHeader header = jwt.getHeader();
        require(
                ALGORITHMS.contains(header.getAlgorithm()) && header.getCriticalParams() == null,
                "is not signed as it must be: " + header.getAlgorithm());
        boolean good =
                provider.key(header.getKeyID()) instanceof AsymmetricJWK key
                        && jwt.verify(
                                new DefaultJWSVerifierFactory()
                                        .createJWSVerifier(header, key.toPublicKey()));
        require(good, "is not signed by a key of the issuer's");
    }

    private void requireForUs(JWTClaimsSet claims) throws IOException, ParseException {
        String client = properties.clientId();
        require(
                properties.issuer() != null && properties.issuer().equals(claims.getIssuer()),
                "is of another issuer");
        require(claims.getAudience().contains(client), "is for another client");
        String party = claims.getStringClaim("azp");
        boolean ours = party == null ? claims.getAudience().size() == 1 : party.equals(client);
        require(ours, "was made for another party");
    }

    private void requireNow(JWTClaimsSet claims, Instant now) throws IOException {
        Date end = claims.getExpirationTime();
        Date made = claims.getIssueTime();
        require(
                end != null && end.toInstant().plus(properties.clockSkew()).isAfter(now),
                "is over");
        require(
                made != null && made.toInstant().minus(properties.clockSkew()).isBefore(now),
                "is not made yet");
    }

    private ProvenIdentity identity(JWTClaimsSet claims) throws IOException, ParseException {
        String subject = claims.getSubject();
        require(
                subject != null && !subject.isBlank() && subject.length() <= LONGEST_SUBJECT,
                "names nobody");
        String email = claims.getStringClaim("email");
        Object verified = claims.getClaim("email_verified");
        boolean counts = properties.trustEmail() || "true".equals(String.valueOf(verified));
        return new ProvenIdentity(
                claims.getIssuer(),
                subject == null ? "" : subject,
                counts ? email : null,
                claims.getStringClaim("name"));
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }

    private static void require(boolean holds, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException("the ID token " + otherwise);
        }
    }
}
