package dev.meterlark.storage.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

class S3BodyPropertiesTests {

    private static final String PREFIX = "meterlark.storage.buckets.s3.";

    @Test
    void theDefaultsAreTheDataFolder() {
        S3BodyProperties defaults = bind(Map.of());

        assertThat(defaults)
                .isEqualTo(
                        new S3BodyProperties(
                                "",
                                "objects/",
                                null,
                                "us-east-1",
                                "",
                                "",
                                true,
                                Duration.ofSeconds(30)));
        assertThat(defaults.isUsed()).isFalse();
    }

    @Test
    void everySettingIsReadAndTheSecretIsNotShown() {
        Map<String, String> settings = new HashMap<>();
        settings.put("bucket", "bodies");
        settings.put("prefix", "a/b/");
        settings.put("endpoint", "https://s3.example.com");
        settings.put("region", "eu-central-1");
        settings.put("access-key", "AK");
        settings.put("secret-key", "hidden");
        settings.put("path-style", "false");
        settings.put("timeout", "5s");

        assertThat(bind(settings))
                .isEqualTo(
                        new S3BodyProperties(
                                "bodies",
                                "a/b/",
                                URI.create("https://s3.example.com"),
                                "eu-central-1",
                                "AK",
                                "hidden",
                                false,
                                Duration.ofSeconds(5)));
        assertThat(bind(settings).isUsed()).isTrue();
        assertThat(bind(settings).toString()).doesNotContain("hidden");
    }

    @ParameterizedTest
    @CsvSource({
        "prefix, /objects",
        "prefix, a",
        "endpoint, ftp://example.com",
        "endpoint, s3.example.com",
        "endpoint, https://a:b@example.com",
        "region, eu central",
        "timeout, 0s"
    })
    void whatMakesNoSenseIsRefusedByItsKey(String key, String value) {
        assertThatThrownBy(() -> bind(Map.of(key, value)))
                .rootCause()
                .hasMessageContaining(PREFIX + key)
                .hasMessageContaining("was:");
    }

    @Test
    void aBucketNeedsAKey() {
        assertThatThrownBy(() -> bind(Map.of("bucket", "b")))
                .rootCause()
                .hasMessageContaining("access-key");
        assertThatThrownBy(() -> bind(Map.of("bucket", "b", "access-key", "k")))
                .rootCause()
                .hasMessageContaining("secret-key");
    }

    private static S3BodyProperties bind(Map<String, String> settings) {
        Map<String, String> whole = new HashMap<>();
        settings.forEach((key, value) -> whole.put(PREFIX + key, value));
        return new Binder(new MapConfigurationPropertySource(whole))
                .bindOrCreate("meterlark.storage.buckets.s3", S3BodyProperties.class);
    }
}
