package dev.meterlark.invocation.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.Duration;
import java.util.Map;

class CatalogPropertiesTests {

    @Test
    void defaultsSuitOneNodeOfModestSize() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new CatalogProperties(
                                1000,
                                40,
                                1000,
                                Duration.ofMillis(50),
                                Duration.ofSeconds(1),
                                Duration.ofMinutes(1)));
    }

    @Test
    void everyKeyIsMapped() {
        assertThat(
                        bind(
                                Map.of(
                                        "meterlark.invocation.catalog.max-elements", "1",
                                        "meterlark.invocation.catalog.max-at-once", "2",
                                        "meterlark.invocation.catalog.max-catalogs", "6",
                                        "meterlark.invocation.catalog.first-pause", "3ms",
                                        "meterlark.invocation.catalog.longest-pause", "4s",
                                        "meterlark.invocation.catalog.resync-every", "5s")))
                .isEqualTo(
                        new CatalogProperties(
                                1,
                                2,
                                6,
                                Duration.ofMillis(3),
                                Duration.ofSeconds(4),
                                Duration.ofSeconds(5)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max-elements | 0 | must be 1 to 100000, was: 0",
                "max-elements | 100001 | must be 1 to 100000, was: 100001",
                "max-at-once | 0 | must be 1 to 1000, was: 0",
                "max-at-once | 1001 | must be 1 to 1000, was: 1001",
                "max-catalogs | 0 | must be 1 to 1000000, was: 0",
                "first-pause | 0s | must be longer than 0, was: PT0S",
                "longest-pause | 1ms | must be at least first-pause (PT0.05S), was: PT0.001S",
                "resync-every | 0s | must be longer than 0, was: PT0S",
            })
    void aValueOutOfRangeIsRefusedWithKeyAndValue(String key, String value, String rule) {
        assertThatThrownBy(() -> bind(Map.of("meterlark.invocation.catalog." + key, value)))
                .rootCause()
                .hasMessage("meterlark.invocation.catalog.%s %s".formatted(key, rule));
    }

    private static CatalogProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("meterlark.invocation.catalog", CatalogProperties.class);
    }
}
