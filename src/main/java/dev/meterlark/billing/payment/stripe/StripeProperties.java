package dev.meterlark.billing.payment.stripe;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.net.URI;
import java.time.Duration;

/**
 * Stripe as a payment provider; off while there is no secret key.
 *
 * @param secretKey of the operator's account with Stripe: {@code sk_…} or a restricted {@code rk_…}
 * @param publishableKey that payers' browsers use, {@code pk_…}; no secret
 * @param webhookSecret that Stripe signs its events with: {@code whsec_…}
 * @param apiBase where Stripe is asked; https, or http on this machine
 * @param tolerance how far an event's time of signing may be from ours
 * @param connectTimeout until Stripe accepts
 * @param timeout until it answers
 */
@ConfigurationProperties("meterlark.billing.stripe")
record StripeProperties(
        @DefaultValue("") String secretKey,
        @DefaultValue("") String publishableKey,
        @DefaultValue("") String webhookSecret,
        @DefaultValue("https://api.stripe.com") String apiBase,
        @DefaultValue("5m") Duration tolerance,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("15s") Duration timeout) {

    private static final String KEY = "meterlark.billing.stripe.";
    private static final Duration LONGEST = Duration.ofSeconds(20);

    /** Whether a key is right is never said with the key. */
    StripeProperties {
        if (!secretKey.isEmpty() && !secretKey.matches("[sr]k_[A-Za-z0-9_]{8,200}")) {
            throw new IllegalArgumentException(
                    KEY + "secret-key must begin with sk_ or rk_, as Stripe shows it");
        }
        if (!publishableKey.isEmpty() && !publishableKey.matches("pk_[A-Za-z0-9_]{8,200}")) {
            throw new IllegalArgumentException(
                    KEY + "publishable-key must begin with pk_, as Stripe shows it");
        }
        boolean signed = webhookSecret.matches("whsec_[A-Za-z0-9+/=_-]{8,200}");
        if (!webhookSecret.isEmpty() && !signed) {
            throw new IllegalArgumentException(
                    KEY + "webhook-secret must begin with whsec_, as Stripe shows it");
        }
        if (secretKey.isEmpty() != webhookSecret.isEmpty()) {
            throw new IllegalArgumentException(
                    KEY
                            + "secret-key and "
                            + KEY
                            + "webhook-secret are set together: without the second nobody tells"
                            + " that an invoice was paid");
        }
        checkBase(apiBase);
        between("tolerance", tolerance, Duration.ofSeconds(1), Duration.ofHours(1));
        between("connect-timeout", connectTimeout, Duration.ofMillis(1), LONGEST);
        between("timeout", timeout, Duration.ofMillis(1), LONGEST);
    }

    private static void checkBase(String base) {
        URI uri;
        try {
            uri = URI.create(base);
        } catch (IllegalArgumentException e) {
            throw refused(base);
        }
        boolean here = "127.0.0.1".equals(uri.getHost()) || "localhost".equals(uri.getHost());
        boolean secure = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme()) && here;
        boolean bare =
                uri.getHost() != null
                        && uri.getRawUserInfo() == null
                        && uri.getRawQuery() == null
                        && !base.endsWith("/");
        if (!secure || !bare) {
            throw refused(base);
        }
    }

    private static IllegalArgumentException refused(String base) {
        return new IllegalArgumentException(
                KEY
                        + "api-base must be https://host without a slash at its end, or http:// on"
                        + " this machine, was: "
                        + base);
    }

    private static void between(String key, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "%s%s must be %s to %s, was: %s".formatted(KEY, key, least, most, value));
        }
    }

    /** Without the secrets, wherever it is logged. */
    @Override
    public String toString() {
        return "StripeProperties[configured=%s, apiBase=%s]"
                .formatted(!secretKey.isEmpty(), apiBase);
    }
}
