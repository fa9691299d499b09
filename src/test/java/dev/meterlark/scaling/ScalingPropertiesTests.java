package dev.meterlark.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.scaling.ScalingProperties.ConcurrencyProperties;
import dev.meterlark.scaling.ScalingProperties.HistogramProperties;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.Duration;
import java.util.Map;

class ScalingPropertiesTests {

    @Test
    void defaultsAreThoseThatWereSimulated() {
        ScalingProperties bound = bind(Map.of());

        assertThat(bound)
                .isEqualTo(
                        new ScalingProperties(
                                true,
                                Duration.ofSeconds(2),
                                10_000,
                                Duration.ofMinutes(5),
                                8,
                                20,
                                50,
                                new ConcurrencyProperties(
                                        Duration.ofSeconds(60),
                                        Duration.ofSeconds(6),
                                        2,
                                        0.7,
                                        4,
                                        2),
                                new HistogramProperties(
                                        4,
                                        2,
                                        0.05,
                                        0.99,
                                        0.1,
                                        Duration.ofMinutes(2),
                                        Duration.ofMinutes(5),
                                        Duration.ofMinutes(30))));
        assertThat(bound.histogram().limits()).isEqualTo(HybridHistogram.Limits.DEFAULT);
    }

    @Test
    void everyKeyIsMapped() {
        assertThat(
                        bind(
                                Map.ofEntries(
                                        Map.entry("enabled", "false"),
                                        Map.entry("every", "1s"),
                                        Map.entry("versions", "2"),
                                        Map.entry("surplus-for", "3s"),
                                        Map.entry("most-ahead", "6"),
                                        Map.entry("kept-of-account", "4"),
                                        Map.entry("kept-of-node", "5"),
                                        Map.entry("concurrency.stable-window", "70s"),
                                        Map.entry("concurrency.panic-window", "7s"),
                                        Map.entry("concurrency.panic-threshold", "3"),
                                        Map.entry("concurrency.target", "0.8"),
                                        Map.entry("concurrency.most-up", "9"),
                                        Map.entry("concurrency.most-down", "10"),
                                        Map.entry("histogram.least-times", "11"),
                                        Map.entry("histogram.least-variation", "1.5"),
                                        Map.entry("histogram.head", "0.1"),
                                        Map.entry("histogram.tail", "0.9"),
                                        Map.entry("histogram.margin", "0.2"),
                                        Map.entry("histogram.least-ahead", "12s"),
                                        Map.entry("histogram.least-kept", "13s"),
                                        Map.entry("histogram.longest-kept", "14s"))))
                .isEqualTo(
                        new ScalingProperties(
                                false,
                                Duration.ofSeconds(1),
                                2,
                                Duration.ofSeconds(3),
                                6,
                                4,
                                5,
                                new ConcurrencyProperties(
                                        Duration.ofSeconds(70),
                                        Duration.ofSeconds(7),
                                        3,
                                        0.8,
                                        9,
                                        10),
                                new HistogramProperties(
                                        11,
                                        1.5,
                                        0.1,
                                        0.9,
                                        0.2,
                                        Duration.ofSeconds(12),
                                        Duration.ofSeconds(13),
                                        Duration.ofSeconds(14))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "every | 0s | be longer than 0, was: PT0S",
                "versions | 0 | be at least 1, was: 0",
                "surplus-for | -1s | not be negative, was: PT-1S",
                "most-ahead | -1 | be at least 0, was: -1",
                "kept-of-account | -1 | be at least 0, was: -1",
                "kept-of-node | -1 | be at least 0, was: -1",
                "concurrency.panic-window | 1s | be at least meterlark.scaling.every (PT2S), was:"
                        + " PT1S",
                "concurrency.stable-window | 5s | be at least panic-window (PT6S), was: PT5S",
                "concurrency.panic-threshold | 1 | be more than 1, was: 1.0",
                "concurrency.target | 0 | be more than 0 and at most 1, was: 0.0",
                "concurrency.target | 1.1 | be more than 0 and at most 1, was: 1.1",
                "concurrency.most-up | 1 | be more than 1, was: 1.0",
                "concurrency.most-down | 0.5 | be more than 1, was: 0.5",
                "histogram.least-times | 0 | be at least 1, was: 0",
                "histogram.least-variation | -1 | not be negative, was: -1.0",
                "histogram.head | 0.99 | be at least 0 and less than tail (0.99), was: 0.99",
                "histogram.tail | 1.5 | be more than 0 and at most 1, was: 1.5",
                "histogram.margin | 1 | be at least 0 and less than 1, was: 1.0",
                "histogram.least-ahead | 0s | be longer than 0, was: PT0S",
                "histogram.least-kept | -1s | not be negative, was: PT-1S",
                "histogram.longest-kept | 4m | be at least least-kept (PT5M), was: PT4M",
            })
    void whatMakesNoSenseIsRefusedWithKeyAndValue(String key, String value, String rule) {
        assertThatThrownBy(() -> bind(Map.of(key, value)))
                .rootCause()
                .hasMessage("meterlark.scaling.%s must %s".formatted(key, rule));
    }

    private static ScalingProperties bind(Map<String, String> values) {
        var source = new MapConfigurationPropertySource();
        values.forEach((key, value) -> source.put("meterlark.scaling." + key, value));
        return new Binder(source).bindOrCreate("meterlark.scaling", ScalingProperties.class);
    }
}
