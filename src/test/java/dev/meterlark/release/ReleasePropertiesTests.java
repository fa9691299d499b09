package dev.meterlark.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.Duration;
import java.util.Map;

class ReleasePropertiesTests {

    @Test
    void aShiftIsLookedAtOftenAndItsStepsLastMinutes() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new ReleaseProperties(
                                Duration.ofSeconds(5),
                                20,
                                Duration.ofDays(7),
                                Duration.ofMinutes(5)));
    }

    @Test
    void everySettingIsRead() {
        assertThat(
                        bind(
                                Map.of(
                                        "look-every", "1s",
                                        "max-steps", "3",
                                        "longest-step", "1h",
                                        "usual-step", "2m")))
                .isEqualTo(
                        new ReleaseProperties(
                                Duration.ofSeconds(1),
                                3,
                                Duration.ofHours(1),
                                Duration.ofMinutes(2)));
    }

    @ParameterizedTest
    @CsvSource({
        "look-every, 0s, longer than 0",
        "max-steps, 0, 1 to 40",
        "max-steps, 41, 1 to 40",
        "longest-step, 0s, at least 1s",
        "usual-step, 8d, 1s to longest-step",
        "usual-step, 0s, 1s to longest-step"
    })
    void whatCannotBeIsRefusedWithItsKeyAndValue(String key, String value, String why) {
        assertThatThrownBy(() -> bind(Map.of(key, value)))
                .rootCause()
                .hasMessageContaining("meterlark.release." + key)
                .hasMessageContaining(why)
                .hasMessageContaining("was: ");
    }

    private static ReleaseProperties bind(Map<String, String> settings) {
        var source = new MapConfigurationPropertySource();
        settings.forEach((key, value) -> source.put("meterlark.release." + key, value));
        return new Binder(source).bindOrCreate("meterlark.release", ReleaseProperties.class);
    }
}
