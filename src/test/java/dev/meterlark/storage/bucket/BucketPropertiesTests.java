package dev.meterlark.storage.bucket;

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

class BucketPropertiesTests {

    private static final String PREFIX = "meterlark.storage.buckets.";

    @Test
    void theDefaults() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new BucketProperties(
                                100,
                                DataSize.ofGigabytes(5),
                                1_000_000,
                                DataSize.ofGigabytes(10),
                                DataSize.ofKilobytes(2),
                                64,
                                512,
                                Duration.ofHours(24),
                                Duration.ofMinutes(1),
                                DataSize.ofMegabytes(5),
                                10_000,
                                1_000,
                                Duration.ofDays(7),
                                Duration.ofMinutes(5),
                                Duration.ofMinutes(1)));
    }

    @Test
    void everySettingIsRead() {
        Map<String, String> settings = new HashMap<>();
        settings.put("max-buckets", "1");
        settings.put("max-object-size", "2KB");
        settings.put("max-objects", "3");
        settings.put("max-size", "4KB");
        settings.put("max-metadata", "5KB");
        settings.put("transfers-per-account", "6");
        settings.put("transfers", "7");
        settings.put("unfinished-for", "8h");
        settings.put("released-for", "9m");
        settings.put("min-part-size", "10KB");
        settings.put("max-parts", "11");
        settings.put("max-uploads", "12");
        settings.put("uploads-kept-for", "13d");
        settings.put("meter-every", "14m");
        settings.put("sweep-every", "10s");

        assertThat(bind(settings))
                .isEqualTo(
                        new BucketProperties(
                                1,
                                DataSize.ofKilobytes(2),
                                3,
                                DataSize.ofKilobytes(4),
                                DataSize.ofKilobytes(5),
                                6,
                                7,
                                Duration.ofHours(8),
                                Duration.ofMinutes(9),
                                DataSize.ofKilobytes(10),
                                11,
                                12,
                                Duration.ofDays(13),
                                Duration.ofMinutes(14),
                                Duration.ofSeconds(10)));
    }

    @ParameterizedTest
    @CsvSource({
        "max-buckets, 0",
        "max-object-size, 0B",
        "max-objects, 0",
        "max-size, 0B",
        "max-metadata, -1B",
        "max-metadata, 17KB",
        "transfers-per-account, 0",
        "transfers, 0",
        "unfinished-for, 0s",
        "released-for, 0s",
        "min-part-size, 0B",
        "max-parts, 0",
        "max-parts, 10001",
        "max-uploads, 0",
        "uploads-kept-for, 0s",
        "meter-every, 0s",
        "sweep-every, 0s"
    })
    void whatMakesNoSenseIsRefusedByItsKey(String key, String value) {
        assertThatThrownBy(() -> bind(Map.of(key, value)))
                .rootCause()
                .hasMessageContaining(PREFIX + key)
                .hasMessageContaining("was:");
    }

    private static BucketProperties bind(Map<String, String> settings) {
        Map<String, String> whole = new HashMap<>();
        settings.forEach((key, value) -> whole.put(PREFIX + key, value));
        return new Binder(new MapConfigurationPropertySource(whole))
                .bindOrCreate("meterlark.storage.buckets", BucketProperties.class);
    }
}
