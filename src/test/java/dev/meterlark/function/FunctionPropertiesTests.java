package dev.meterlark.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.util.Map.entry;

import dev.meterlark.function.packages.PackageLimits;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import java.time.Duration;
import java.util.Map;

class FunctionPropertiesTests {

    @Test
    void theDefaultsAreLambdasWhereLambdaHasThem() {
        FunctionProperties defaults = bind(Map.of());

        assertThat(defaults)
                .isEqualTo(
                        new FunctionProperties(
                                DataSize.ofMegabytes(10240),
                                Duration.ofMinutes(15),
                                DataSize.ofMegabytes(50),
                                DataSize.ofMegabytes(250),
                                50_000,
                                DataSize.ofKilobytes(512),
                                DataSize.ofKilobytes(4),
                                Duration.ofHours(1),
                                Duration.ofMinutes(10),
                                1_000,
                                100,
                                200,
                                50,
                                DataSize.ofKilobytes(256)));
        assertThat(defaults.packageLimits())
                .isEqualTo(new PackageLimits(50L << 20, 250L << 20, 50_000));
        assertThat(defaults.maxMemoryMiB()).isEqualTo(10240);
    }

    @Test
    void everySettingIsRead() {
        assertThat(
                        bind(
                                Map.ofEntries(
                                        entry("max-memory", "512MB"),
                                        entry("max-timeout", "20s"),
                                        entry("upload-size", "1MB"),
                                        entry("unpacked-size", "2MB"),
                                        entry("entries", "3"),
                                        entry("text-size", "4KB"),
                                        entry("environment-size", "1KB"),
                                        entry("unused-packages-for", "5m"),
                                        entry("housekeeping-every", "7s"),
                                        entry("max-versions", "8"),
                                        entry("max-aliases", "9"),
                                        entry("alias-moves", "10"),
                                        entry("max-saved-events", "11"),
                                        entry("saved-event-size", "12KB"))))
                .isEqualTo(
                        new FunctionProperties(
                                DataSize.ofMegabytes(512),
                                Duration.ofSeconds(20),
                                DataSize.ofMegabytes(1),
                                DataSize.ofMegabytes(2),
                                3,
                                DataSize.ofKilobytes(4),
                                DataSize.ofKilobytes(1),
                                Duration.ofMinutes(5),
                                Duration.ofSeconds(7),
                                8,
                                9,
                                10,
                                11,
                                DataSize.ofKilobytes(12)));
    }

    @ParameterizedTest
    @CsvSource({
        "max-memory, 127MB, at least 128",
        "max-timeout, 999ms, at least 1",
        "upload-size, 0B, at least 1",
        "unpacked-size, 0B, at least 1",
        "entries, 0, at least 1",
        "entries, 65536, at most 65535",
        "text-size, 0B, at least 1",
        "text-size, 5MB, at most 4194304B",
        "environment-size, -1B, at least 0",
        "unused-packages-for, -1s, at least 0",
        "housekeeping-every, 0ms, at least 1",
        "max-versions, 0, at least 1",
        "max-aliases, 0, at least 1",
        "alias-moves, 1, at least 2",
        "max-saved-events, -1, at least 0",
        "saved-event-size, 0B, at least 1",
        "saved-event-size, 2MB, at most 1048576B"
    })
    void whatCannotBeIsRefusedWithItsKeyAndValue(String key, String value, String why) {
        assertThatThrownBy(() -> bind(Map.of(key, value)))
                .rootCause()
                .hasMessageContaining("meterlark.function." + key)
                .hasMessageContaining(why)
                .hasMessageContaining("was: ");
    }

    private static FunctionProperties bind(Map<String, String> settings) {
        var source = new MapConfigurationPropertySource();
        settings.forEach((key, value) -> source.put("meterlark.function." + key, value));
        return new Binder(source).bindOrCreate("meterlark.function", FunctionProperties.class);
    }
}
