package dev.meterlark.invocation.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import java.time.Duration;
import java.util.Map;

class DeadLetterPropertiesTests {

    @Test
    void theyAreKeptForTwoWeeks() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new DeadLetterProperties(
                                Duration.ofDays(14),
                                DataSize.ofGigabytes(1),
                                Duration.ofSeconds(5),
                                Duration.ofMinutes(10),
                                100_000,
                                10_000,
                                50));
    }

    @Test
    void everySettingIsRead() {
        assertThat(
                        bind(
                                Map.of(
                                        "kept-for", "1d",
                                        "bytes-per-account", "2MB",
                                        "count-every", "3s",
                                        "sweep-every", "4s",
                                        "most-per-replay", "5",
                                        "most-per-delete", "7",
                                        "batch", "6")))
                .isEqualTo(
                        new DeadLetterProperties(
                                Duration.ofDays(1),
                                DataSize.ofMegabytes(2),
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(4),
                                5,
                                7,
                                6));
    }

    @ParameterizedTest
    @CsvSource({
        "kept-for, 0s, longer than 0",
        "bytes-per-account, 0B, at least 1B",
        "count-every, 0s, longer than 0",
        "sweep-every, 0s, longer than 0",
        "most-per-replay, 0, at least 1",
        "most-per-delete, 0, at least 1",
        "batch, 0, 1 to 1000",
        "batch, 1001, 1 to 1000"
    })
    void whatCannotBeIsRefusedWithItsKeyAndValue(String key, String value, String why) {
        assertThatThrownBy(() -> bind(Map.of(key, value)))
                .rootCause()
                .hasMessageContaining("meterlark.dead-letters." + key)
                .hasMessageContaining(why)
                .hasMessageContaining("was: ");
    }

    private static DeadLetterProperties bind(Map<String, String> settings) {
        var source = new MapConfigurationPropertySource();
        settings.forEach((key, value) -> source.put("meterlark.dead-letters." + key, value));
        return new Binder(source)
                .bindOrCreate("meterlark.dead-letters", DeadLetterProperties.class);
    }
}
