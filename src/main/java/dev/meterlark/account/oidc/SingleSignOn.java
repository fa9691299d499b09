package dev.meterlark.account.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.account.ProvenIdentity;
import dev.meterlark.edge.Site;
import dev.meterlark.platform.Vault;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sends a browser to the operator's identity provider and verifies what it brings back: the
 * authorization code flow with PKCE. What belongs to one way there and back travels sealed in a
 * cookie of the browser that goes it, so that nobody else's answer is taken for its.
 */
@Service
public class SingleSignOn {

    /** How long somebody may take at the provider. */
    public static final Duration GOOD = Duration.ofMinutes(15);

    private static final String CONTEXT = "oidc";
    private static final int LONGEST = 8 * 1024;
    private static final Duration JUST_NOW = Duration.ofMinutes(5);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final OidcProperties properties;
    private final Vault vault;
    private final JsonMapper json;
    private final InstantSource clock;
    private @Nullable Provider provider;

    SingleSignOn(OidcProperties properties, Vault vault, JsonMapper json, InstantSource clock) {
        this.properties = properties;
        this.vault = vault;
        this.json = json;
        this.clock = clock;
    }

    /** What somebody goes to the provider for. */
    public enum Purpose {
        SIGN_IN,
        /** To show, in a session, that it still is them; the provider asks again. */
        CONFIRM,
        /** To have it sign in the person of a session from now on. */
        CONNECT
    }

    /**
     * @param holder the session that asks; empty for a sign-in
     * @param next where it goes on afterwards, a path of ours
     */
    public record Errand(Purpose purpose, String holder, String next) {}

    /**
     * @param to the provider's page
     * @param sealed for a cookie
     */
    public record Departure(URI to, String sealed) {}

    public record Arrival(Errand errand, ProvenIdentity identity) {}

    private record Luggage(
            Errand errand, String state, String nonce, String verifier, long untilMillis) {}

    public boolean offered() {
        return properties.issuer() != null;
    }

    /** On buttons. */
    public String name() {
        return properties.name();
    }

    /** Empty when there is no single sign-on. */
    public String issuer() {
        return properties.issuer() == null ? "" : properties.issuer();
    }

    public Departure depart(Errand errand, Site site) {
        Instant until = clock.instant().plus(GOOD);
        var luggage = new Luggage(errand, random(), random(), random(), until.toEpochMilli());
        try {
            URI page = provider().description().authorization();
            String mark = page.getRawQuery() == null ? "?" : "&";
            return new Departure(
                    URI.create(page + mark + Provider.form(asking(luggage, site))),
                    sealed(luggage));
        } catch (IOException e) {
            throw new RefusedException(
                    ErrorCode.PLATFORM_BUSY,
                    "the identity provider cannot be reached; try again, or sign in another way",
                    e.getMessage(),
                    e);
        }
    }

    /**
     * @param sealed the browser's cookie
     * @param holder the session that the browser is in; empty when in none
     */
    public Arrival arrive(
            @Nullable String sealed,
            @Nullable String state,
            @Nullable String code,
            String holder,
            Site site) {
        Luggage luggage = opened(sealed);
        boolean same =
                luggage != null
                        && luggage.state().equals(state)
                        && clock.instant().toEpochMilli() < luggage.untilMillis()
                        && (luggage.errand().purpose() == Purpose.SIGN_IN
                                || luggage.errand().holder().equals(holder));
        if (luggage == null || !same || code == null || code.length() > LONGEST) {
            throw notTaken("no way back to this browser: " + (luggage == null), null);
        }
        try {
            String token = provider().idToken(code, luggage.verifier(), returnTo(site));
            var verified =
                    new IdTokens(properties, provider())
                            .verified(token, luggage.nonce(), clock.instant());
            if (luggage.errand().purpose() == Purpose.CONFIRM) {
                requireJustNow(verified.authenticatedAt());
            }
            return new Arrival(luggage.errand(), verified.identity());
        } catch (IOException e) {
            throw notTaken(e.getMessage(), e);
        }
    }

    private void requireJustNow(@Nullable Instant authenticatedAt) throws IOException {
        Instant earliest = clock.instant().minus(JUST_NOW).minus(properties.clockSkew());
        if (authenticatedAt == null || authenticatedAt.isBefore(earliest)) {
            throw new IOException("the provider did not ask again: " + authenticatedAt);
        }
    }

    private Map<String, String> asking(Luggage luggage, Site site) {
        Map<String, String> asking = new LinkedHashMap<>();
        asking.put("response_type", "code");
        asking.put("client_id", properties.clientId() == null ? "" : properties.clientId());
        asking.put("redirect_uri", returnTo(site));
        asking.put("scope", String.join(" ", properties.scopes()));
        asking.put("state", luggage.state());
        asking.put("nonce", luggage.nonce());
        asking.put("code_challenge", sha256(luggage.verifier()));
        asking.put("code_challenge_method", "S256");
        if (luggage.errand().purpose() != Purpose.SIGN_IN) {
            asking.put("prompt", "login");
            asking.put("max_age", "0");
        }
        return asking;
    }

    private static String returnTo(Site site) {
        return site.origin() + "/sign-in/provider/return";
    }

    private String sealed(Luggage luggage) {
        byte[] plain = json.writeValueAsBytes(luggage);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(vault.seal(plain, CONTEXT));
    }

    private @Nullable Luggage opened(@Nullable String sealed) {
        if (sealed == null || sealed.length() > LONGEST) {
            return null;
        }
        try {
            byte[] plain = vault.open(Base64.getUrlDecoder().decode(sealed), CONTEXT);
            return json.readValue(plain, Luggage.class);
        } catch (IllegalArgumentException | IllegalStateException e) {
            return null;
        }
    }

    private synchronized Provider provider() {
        Provider known = provider;
        if (known == null) {
            if (!offered()) {
                throw new RefusedException(
                        ErrorCode.NOT_FOUND, "this installation has no single sign-on");
            }
            known = new Provider(properties, json, clock);
            provider = known;
        }
        return known;
    }

    private static RefusedException notTaken(@Nullable String why, @Nullable Throwable cause) {
        return new RefusedException(
                ErrorCode.UNAUTHENTICATED,
                "the identity provider's answer was not taken: begin again at the sign-in",
                why,
                cause);
    }

    private static String random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
