package dev.meterlark.account.oidc;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Single sign-on by OpenID Connect.
 *
 * @param issuer of the identity provider, which describes itself below it at {@code
 *     /.well-known/openid-configuration}; without one there is no single sign-on
 * @param clientId how the provider knows this installation
 * @param clientSecret by which this installation shows the provider that it is it
 * @param name of the provider, on buttons
 * @param scopes that are asked for
 * @param trustEmail whether e-mail addresses of the provider count although it does not say that it
 *     verified them
 * @param timeout of each request to the provider
 * @param clockSkew by which its clock and ours may differ
 */
@ConfigurationProperties("meterlark.oidc")
record OidcProperties(
        @Nullable String issuer,
        @Nullable String clientId,
        @Nullable String clientSecret,
        @DefaultValue("single sign-on") String name,
        @DefaultValue({"openid", "email", "profile"}) List<String> scopes,
        @DefaultValue("false") boolean trustEmail,
        @DefaultValue("10s") Duration timeout,
        @DefaultValue("1m") Duration clockSkew) {

    OidcProperties {
        scopes = List.copyOf(scopes);
        if (issuer != null && !safe(issuer)) {
            throw new IllegalArgumentException(
                    "meterlark.oidc.issuer must be an https address (http at localhost only), was: "
                            + issuer);
        }
        if (issuer != null && (clientId == null || clientSecret == null)) {
            throw new IllegalArgumentException(
                    "meterlark.oidc.client-id and meterlark.oidc.client-secret must be set where"
                            + " meterlark.oidc.issuer is, which was: "
                            + issuer);
        }
        if (!scopes.contains("openid")) {
            throw new IllegalArgumentException(
                    "meterlark.oidc.scopes must contain openid, was: " + scopes);
        }
        within("timeout", timeout, Duration.ofSeconds(1), Duration.ofMinutes(1));
        within("clock-skew", clockSkew, Duration.ZERO, Duration.ofMinutes(10));
    }

    /** Whatever travels to it and back must not be read on the way. */
    static boolean safe(String address) {
        try {
            URI uri = URI.create(address);
            String host = uri.getHost();
            boolean home = "localhost".equals(host) || "127.0.0.1".equals(host);
            return host != null
                    && ("https".equals(uri.getScheme()) || home && "http".equals(uri.getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void within(String key, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "meterlark.oidc.%s must be from %s to %s, was: %s"
                            .formatted(key, least, most, value));
        }
    }

    @Override
    public String toString() {
        return "OidcProperties[" + issuer + "]";
    }
}
