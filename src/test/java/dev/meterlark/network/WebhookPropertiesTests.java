package dev.meterlark.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.Duration;
import java.util.List;
import java.util.Map;

class WebhookPropertiesTests {

    @Test
    void onlyPublicAddressesOverTlsAreAskedUnlessTheOperatorSaysMore() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new WebhookProperties(
                                false,
                                "80,443",
                                List.of(),
                                List.of(),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(20)));
    }

    @Test
    void everySettingIsRead() {
        WebhookProperties read =
                bind(
                        Map.of(
                                "plain-http", "true",
                                "ports", "443,8000-8010",
                                "refused", "203.0.113.0/24",
                                "allowed", "127.0.0.1 3000",
                                "connect-timeout", "1s",
                                "timeout", "2s"));

        assertThat(read)
                .isEqualTo(
                        new WebhookProperties(
                                true,
                                "443,8000-8010",
                                List.of("203.0.113.0/24"),
                                List.of("127.0.0.1 3000"),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(2)));
        assertThat(read.openings()).containsExactly(Opening.parse("127.0.0.1 3000", List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "ports, http, not a port",
        "refused, 10.0.0.0/99, 0 to 32 bits",
        "allowed, 10.0.0.0/8, a network and ports are needed",
        "allowed, 169.254.169.254 80, no account may reach",
        "connect-timeout, 0s, longer than 0",
        "timeout, 61s, at most 60s"
    })
    void whatCannotBeIsRefusedWithItsKey(String key, String value, String why) {
        assertThatThrownBy(() -> bind(Map.of(key, value)))
                .hasStackTraceContaining("meterlark.webhooks." + key)
                .hasStackTraceContaining(why);
    }

    static WebhookProperties bind(Map<String, String> settings) {
        var source = new MapConfigurationPropertySource();
        settings.forEach((key, value) -> source.put("meterlark.webhooks." + key, value));
        return new Binder(source).bindOrCreate("meterlark.webhooks", WebhookProperties.class);
    }
}
