package dev.meterlark.billing.payment.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

class StripePropertiesTests {

    private static final Map<String, String> SECRETS =
            Map.of("secret-key", "sk_test_12345678", "webhook-secret", "whsec_12345678");

    @Test
    void theDefaultsAreOff() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new StripeProperties(
                                "",
                                "",
                                "",
                                "https://api.stripe.com",
                                Duration.ofMinutes(5),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(15)));
    }

    @Test
    void allCanBeSet() {
        Map<String, String> all = new HashMap<>(SECRETS);
        all.put("publishable-key", "pk_test_12345678");
        all.put("api-base", "http://127.0.0.1:12111");
        all.put("tolerance", "1m");
        all.put("connect-timeout", "1s");
        all.put("timeout", "2s");

        assertThat(bind(all))
                .isEqualTo(
                        new StripeProperties(
                                "sk_test_12345678",
                                "pk_test_12345678",
                                "whsec_12345678",
                                "http://127.0.0.1:12111",
                                Duration.ofMinutes(1),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(2)));
    }

    @ParameterizedTest
    @CsvSource({
        "secret-key,pk_test_12345678",
        "secret-key,'sk_test_1234 5678'",
        "publishable-key,sk_test_12345678",
        "webhook-secret,12345678",
        "api-base,http://api.stripe.com",
        "api-base,https://api.stripe.com/",
        "api-base,https://user@api.stripe.com",
        "api-base,ftp://127.0.0.1",
        "api-base,nowhere at all",
        "tolerance,0s",
        "tolerance,2h",
        "connect-timeout,0s",
        "timeout,1m"
    })
    void wrongOnesAreRefusedAndSecretsNotShown(String key, String value) {
        Map<String, String> settings = new HashMap<>(SECRETS);
        settings.put(key, value);

        var refused =
                assertThatThrownBy(() -> bind(settings))
                        .rootCause()
                        .hasMessageStartingWith("meterlark.billing.stripe." + key + " must");
        if (key.contains("key") || key.contains("secret")) {
            refused.hasMessageNotContaining(value);
        }
    }

    @Test
    void aKeyWithoutTheOtherSecretIsRefused() {
        for (var each : SECRETS.entrySet()) {
            assertThatThrownBy(() -> bind(Map.of(each.getKey(), each.getValue())))
                    .rootCause()
                    .hasMessageContaining("are set together")
                    .hasMessageNotContaining(each.getValue());
        }
    }

    private static StripeProperties bind(Map<String, String> settings) {
        var source = new MapConfigurationPropertySource();
        settings.forEach((key, value) -> source.put("meterlark.billing.stripe." + key, value));
        return new Binder(source)
                .bindOrCreate("meterlark.billing.stripe", Bindable.of(StripeProperties.class));
    }
}
