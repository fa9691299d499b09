package dev.meterlark.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.Duration;
import java.util.Map;

class AnnouncementPropertiesTests {

    @Test
    void defaults() {
        assertThat(bound(Map.of())).isEqualTo(new AnnouncementProperties(Duration.ofDays(30), 3));
    }

    @Test
    void mapping() {
        assertThat(
                        bound(
                                Map.of(
                                        "meterlark.announcements.longest",
                                        "2h",
                                        "meterlark.announcements.shown",
                                        "1")))
                .isEqualTo(new AnnouncementProperties(Duration.ofHours(2), 1));
    }

    @ParameterizedTest
    @CsvSource({"longest, 5s", "shown, 0", "shown, 11"})
    void rejections(String key, String value) {
        assertThatThrownBy(() -> bound(Map.of("meterlark.announcements." + key, value)))
                .rootCause()
                .hasMessageContaining("meterlark.announcements." + key)
                .hasMessageContaining("was: ");
    }

    private static AnnouncementProperties bound(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("meterlark.announcements", AnnouncementProperties.class);
    }
}
