package dev.meterlark.storage.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

class TablePropertiesTests {

    @Test
    void theDefaults() {
        assertThat(TableNode.properties(Map.of()))
                .isEqualTo(
                        new TableProperties(
                                100,
                                DataSize.ofKilobytes(400),
                                100,
                                DataSize.ofMegabytes(4),
                                DataSize.ofMegabytes(2),
                                1_000_000,
                                DataSize.ofGigabytes(5),
                                2_000_000,
                                DataSize.ofGigabytes(10),
                                4,
                                Duration.ofDays(7),
                                DataSize.ofMegabytes(256),
                                Duration.ofSeconds(10),
                                Duration.ofMinutes(5)));
    }

    @Test
    void everySettingIsRead() {
        Map<String, String> settings = new HashMap<>();
        settings.put("max-tables", "1");
        settings.put("max-item-size", "2KB");
        settings.put("max-batch", "3");
        settings.put("max-batch-size", "4KB");
        settings.put("max-page-size", "5KB");
        settings.put("max-table-items", "6");
        settings.put("max-table-size", "7KB");
        settings.put("max-items", "8");
        settings.put("max-size", "9KB");
        settings.put("shards", "10");
        settings.put("changes-for", "11h");
        settings.put("max-changes-size", "12KB");
        settings.put("sweep-every", "13s");
        settings.put("meter-every", "14m");

        assertThat(TableNode.properties(settings))
                .isEqualTo(
                        new TableProperties(
                                1,
                                DataSize.ofKilobytes(2),
                                3,
                                DataSize.ofKilobytes(4),
                                DataSize.ofKilobytes(5),
                                6,
                                DataSize.ofKilobytes(7),
                                8,
                                DataSize.ofKilobytes(9),
                                10,
                                Duration.ofHours(11),
                                DataSize.ofKilobytes(12),
                                Duration.ofSeconds(13),
                                Duration.ofMinutes(14)));
    }

    @ParameterizedTest
    @CsvSource({
        "max-tables, 0",
        "max-item-size, 0B",
        "max-item-size, 481KB",
        "max-batch, 0",
        "max-batch-size, 1KB",
        "max-page-size, 1KB",
        "max-table-items, 0",
        "max-table-size, 1KB",
        "max-items, 0",
        "max-size, 1KB",
        "shards, 0",
        "shards, 65",
        "changes-for, 0s",
        "max-changes-size, 1KB",
        "sweep-every, 0s",
        "meter-every, 0s"
    })
    void whatMakesNoSenseIsRefusedByItsKey(String key, String value) {
        assertThatThrownBy(() -> TableNode.properties(Map.of(key, value)))
                .rootCause()
                .hasMessageContaining("meterlark.storage.tables." + key)
                .hasMessageContaining("was:");
    }
}
