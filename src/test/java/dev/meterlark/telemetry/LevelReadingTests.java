package dev.meterlark.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.Random;

class LevelReadingTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-11-23T12:00:00Z ERROR c.a.Shop - no stock | ERROR",
                "2026-11-23T12:00:00Z INFO c.a.Shop - no ERROR here | INFO",
                "WARNING:root:low on stock | WARN",
                "[error] no stock | ERROR",
                "[debug] asked | DEBUG",
                "level=warn msg=\"no error\" | WARN",
                "{\"level\":\"error\",\"msg\":\"no stock\"} | ERROR",
                "{\"time\": 1, \"severity\": \"WARNING\"} | WARN",
                "{\"level\":30,\"msg\":\"asked\"} | INFO",
                "{\"level\":50,\"msg\":\"ERR\"} | ERROR",
                "{\"level\":99} | NONE",
                "TypeError: x is not a function | ERROR",
                "java.io.IOException: gone | ERROR",
                "Traceback (most recent call last): | ERROR",
                "Exception in thread \"main\" java.lang.Error | ERROR",
                "hello | NONE",
                "an error is only a word | NONE",
                "MIRROR and TERRORS | NONE",
                "errors: 0 | NONE",
                "fine: all | NONE",
            })
    void aLineIsAsBadAsItSays(String line, LogLevel level) {
        byte[] text = bytes(line);

        assertThat(LevelReading.of(text, 0, text.length, LogLevel.NONE)).isEqualTo(level);
    }

    @Test
    void aStackTraceIsAsBadAsItsFirstLine() {
        byte[] text = bytes("    at com.acme.Shop.buy(Shop.java:7)");

        assertThat(LevelReading.of(text, 0, text.length, LogLevel.ERROR)).isEqualTo(LogLevel.ERROR);
    }

    @Test
    void aLogIsAsBadAsItsWorstLine() {
        assertThat(LevelReading.worst(bytes("INFO a\nWARN b\nINFO c\n"))).isEqualTo(LogLevel.WARN);
        assertThat(LevelReading.worst(bytes(""))).isEqualTo(LogLevel.NONE);
        assertThat(LevelReading.worst(bytes("\n\n"))).isEqualTo(LogLevel.NONE);
    }

    @Test
    void aPartOfALogIsAsBadAsWhatStandsBeforeItMakesIt() {
        byte[] text = bytes("ERROR a\n at b\n at c\nx");

        assertThat(LevelReading.names(text, 0, text.length))
                .containsExactly("error", "error", "error", "none");
        assertThat(LevelReading.names(text, 14, text.length)).containsExactly("error", "none");
        assertThat(LevelReading.names(text, 10, 14)).containsExactly("error");
    }

    @Test
    void whateverBytesItIsItHasALevel() {
        Random random = new Random(5);
        byte[] alphabet = bytes("{\"level\":50} [ERROR]=\n\t\033x");
        for (int i = 0; i < 20_000; i++) {
            byte[] text = new byte[random.nextInt(40)];
            for (int j = 0; j < text.length; j++) {
                text[j] =
                        random.nextInt(9) == 0
                                ? (byte) random.nextInt()
                                : alphabet[random.nextInt(alphabet.length)];
            }

            assertThat(LevelReading.worst(text)).isNotNull();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
