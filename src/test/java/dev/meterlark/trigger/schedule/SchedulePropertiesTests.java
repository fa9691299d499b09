package dev.meterlark.trigger.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

class SchedulePropertiesTests {

    private static final String PREFIX = "meterlark.schedules.";

    @Test
    void theDefaults() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new ScheduleProperties(
                                Duration.ofSeconds(5),
                                Duration.ofMinutes(1),
                                Duration.ofMinutes(1),
                                Duration.ofSeconds(1),
                                500,
                                1_000,
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(1),
                                Duration.ofHours(6),
                                Duration.ofDays(30),
                                Duration.ofMinutes(10)));
    }

    @Test
    void everySettingIsRead() {
        Map<String, String> settings = new HashMap<>();
        settings.put("ahead", "1s");
        settings.put("longest-ahead", "12s");
        settings.put("late-after", "2s");
        settings.put("poll-every", "3s");
        settings.put("batch", "4");
        settings.put("in-flight", "5");
        settings.put("lease", "16s");
        settings.put("retry-every", "7s");
        settings.put("overlap-every", "8s");
        settings.put("give-up-after", "9s");
        settings.put("keep", "10s");
        settings.put("sweep-every", "11s");

        assertThat(bind(settings))
                .isEqualTo(
                        new ScheduleProperties(
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(12),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(3),
                                4,
                                5,
                                Duration.ofSeconds(16),
                                Duration.ofSeconds(7),
                                Duration.ofSeconds(8),
                                Duration.ofSeconds(9),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(11)));
    }

    @ParameterizedTest
    @CsvSource({
        "ahead, -1s, be 0 to longest-ahead (PT1M)",
        "ahead, 61s, be 0 to longest-ahead (PT1M)",
        "longest-ahead, -1s, be 0 to 10 minutes",
        "longest-ahead, 601s, be 0 to 10 minutes",
        "late-after, 0s, be longer than 0",
        "poll-every, 0s, be longer than 0",
        "batch, 0, be 1 to 10000",
        "in-flight, 0, be 1 to 100000",
        "lease, 9s, be at least 10s",
        "retry-every, 0s, be longer than 0",
        "overlap-every, 0s, be longer than 0",
        "give-up-after, 0s, be longer than 0",
        "keep, 0s, be longer than 0",
        "sweep-every, 0s, be longer than 0"
    })
    void whatIsOutOfBoundsIsRefusedWithKeyAndValue(String key, String value, String rule) {
        assertThatThrownBy(() -> bind(Map.of(key, value)))
                .rootCause()
                .hasMessageContaining(PREFIX + key + " must " + rule);
    }

    static ScheduleProperties bind(Map<String, String> settings) {
        Map<String, String> prefixed = new HashMap<>();
        settings.forEach((key, value) -> prefixed.put(PREFIX + key, value));
        return new Binder(new MapConfigurationPropertySource(prefixed))
                .bindOrCreate("meterlark.schedules", ScheduleProperties.class);
    }
}
