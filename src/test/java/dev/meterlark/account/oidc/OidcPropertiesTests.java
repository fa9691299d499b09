package dev.meterlark.account.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class OidcPropertiesTests {

    @Test
    void defaults() {
        assertThat(bound(Map.of()))
                .isEqualTo(
                        new OidcProperties(
                                null,
                                null,
                                null,
                                "single sign-on",
                                List.of("openid", "email", "profile"),
                                false,
                                Duration.ofSeconds(10),
                                Duration.ofMinutes(1)));
    }

    @Test
    void mapping() {
        OidcProperties properties =
                bound(
                        Map.of(
                                "meterlark.oidc.issuer", "https://id.example/realm",
                                "meterlark.oidc.client-id", "a",
                                "meterlark.oidc.client-secret", "b",
                                "meterlark.oidc.name", "Acme",
                                "meterlark.oidc.scopes", "openid,email",
                                "meterlark.oidc.trust-email", "true",
                                "meterlark.oidc.timeout", "3s",
                                "meterlark.oidc.clock-skew", "4s"));

        assertThat(properties)
                .isEqualTo(
                        new OidcProperties(
                                "https://id.example/realm",
                                "a",
                                "b",
                                "Acme",
                                List.of("openid", "email"),
                                true,
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(4)));
        assertThat(properties.toString()).doesNotContain("b]");
    }

    @ParameterizedTest
    @CsvSource({
        "issuer, http://id.example",
        "issuer, ldap://localhost",
        "issuer, id.example",
        "client-secret, ''",
        "scopes, email",
        "timeout, 61s",
        "timeout, 0s",
        "clock-skew, 11m"
    })
    void rejections(String key, String value) {
        Map<String, String> settings =
                new HashMap<>(
                        Map.of(
                                "meterlark.oidc.issuer", "https://id.example",
                                "meterlark.oidc.client-id", "a",
                                "meterlark.oidc.client-secret", "b"));
        if (value.isEmpty()) {
            settings.remove("meterlark.oidc." + key);
        } else {
            settings.put("meterlark.oidc." + key, value);
        }
        assertThatThrownBy(() -> bound(settings))
                .rootCause()
                .hasMessageContaining("meterlark.oidc." + key)
                .hasMessageContaining("was");
    }

    private static OidcProperties bound(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("meterlark.oidc", OidcProperties.class);
    }
}
