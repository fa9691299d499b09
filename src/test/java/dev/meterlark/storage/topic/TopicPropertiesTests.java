package dev.meterlark.storage.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import java.util.Map;

class TopicPropertiesTests {

    private static final String PREFIX = "meterlark.storage.topics.";

    @Test
    void theDefaults() {
        assertThat(bind(Map.of()))
                .isEqualTo(new TopicProperties(1_000, 50, DataSize.ofKilobytes(256)));
    }

    @Test
    void everySettingIsRead() {
        assertThat(
                        bind(
                                Map.of(
                                        PREFIX + "max-topics", "1",
                                        PREFIX + "max-subscriptions", "2",
                                        PREFIX + "max-event-size", "3KB")))
                .isEqualTo(new TopicProperties(1, 2, DataSize.ofKilobytes(3)));
    }

    @ParameterizedTest
    @CsvSource({
        "max-topics, 0",
        "max-subscriptions, 0",
        "max-subscriptions, 1001",
        "max-event-size, 0B",
        "max-event-size, 2MB"
    })
    void whatMakesNoSenseIsRefusedByItsKey(String key, String value) {
        assertThatThrownBy(() -> bind(Map.of(PREFIX + key, value)))
                .rootCause()
                .hasMessageContaining(PREFIX + key)
                .hasMessageContaining("was:");
    }

    private static TopicProperties bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("meterlark.storage.topics", TopicProperties.class);
    }
}
