package dev.meterlark.trigger.database.replica;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

class TimeTextTests {

    @ParameterizedTest
    @CsvSource({
        "PT0S, 00:00:00",
        "PT2H1M2.345S, 02:01:02.345",
        "PT0.5S, 00:00:00.5",
        "PT-26H-1M-2.000001S, -26:01:02.000001",
        "PT838H59M59S, 838:59:59"
    })
    void aTimeIsWrittenAsTheDatabaseDoes(Duration length, String text) {
        assertThat(TimeText.text(length)).isEqualTo(text);
    }
}
