package dev.meterlark.trigger.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

class WebhookPropertiesTests {

    private static final String PREFIX = "meterlark.triggers.webhooks.";

    @Test
    void theDefaults() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new WebhookProperties(
                                DataSize.ofKilobytes(768),
                                100,
                                200,
                                60,
                                Duration.ofDays(7),
                                Duration.ofSeconds(5)));
    }

    @Test
    void everySettingIsRead() {
        Map<String, String> settings = new HashMap<>();
        settings.put("max-body", "1KB");
        settings.put("per-hook", "2");
        settings.put("per-network", "3");
        settings.put("wrong-per-network", "4");
        settings.put("longest-overlap", "5h");
        settings.put("follow-every", "6s");

        assertThat(bind(settings))
                .isEqualTo(
                        new WebhookProperties(
                                DataSize.ofKilobytes(1),
                                2,
                                3,
                                4,
                                Duration.ofHours(5),
                                Duration.ofSeconds(6)));
    }

    @ParameterizedTest
    @CsvSource({
        "max-body, 0B",
        "max-body, 2MB",
        "per-hook, 0",
        "per-network, 0",
        "wrong-per-network, 0",
        "longest-overlap, -1s",
        "follow-every, 0s"
    })
    void whatMakesNoSenseIsRefusedByItsKey(String key, String value) {
        assertThatThrownBy(() -> bind(Map.of(key, value)))
                .rootCause()
                .hasMessageContaining(PREFIX + key)
                .hasMessageContaining("was:");
    }

    private static WebhookProperties bind(Map<String, String> settings) {
        Map<String, String> whole = new HashMap<>();
        settings.forEach((key, value) -> whole.put(PREFIX + key, value));
        return new Binder(new MapConfigurationPropertySource(whole))
                .bindOrCreate("meterlark.triggers.webhooks", WebhookProperties.class);
    }
}
