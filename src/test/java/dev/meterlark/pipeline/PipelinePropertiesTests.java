package dev.meterlark.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.Duration;
import java.util.Map;

class PipelinePropertiesTests {

    @Test
    void defaultsSuitAnAccountOfModestSize() {
        assertThat(bind(Map.of()))
                .isEqualTo(new PipelineProperties(200, 20, 100, 40, Duration.ofMinutes(15)));
    }

    @Test
    void everyKeyIsMapped() {
        assertThat(
                        bind(
                                Map.of(
                                        "meterlark.pipeline.max-pipelines", "1",
                                        "meterlark.pipeline.max-stages", "2",
                                        "meterlark.pipeline.max-versions", "3",
                                        "meterlark.pipeline.max-concurrency", "4",
                                        "meterlark.pipeline.max-timeout", "5s")))
                .isEqualTo(new PipelineProperties(1, 2, 3, 4, Duration.ofSeconds(5)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max-pipelines | 0 | must be 1 to 100000, was: 0",
                "max-stages | 0 | must be 1 to 50, was: 0",
                "max-stages | 51 | must be 1 to 50, was: 51",
                "max-versions | 0 | must be 1 to 100000, was: 0",
                "max-concurrency | 0 | must be 1 to 1000, was: 0",
                "max-concurrency | 1001 | must be 1 to 1000, was: 1001",
                "max-timeout | 0s | must be at least 1s, was: PT0S",
            })
    void aValueOutOfRangeIsRefusedWithKeyAndValue(String key, String value, String rule) {
        assertThatThrownBy(() -> bind(Map.of("meterlark.pipeline." + key, value)))
                .rootCause()
                .hasMessage("meterlark.pipeline.%s %s".formatted(key, rule));
    }

    private static PipelineProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("meterlark.pipeline", PipelineProperties.class);
    }
}
