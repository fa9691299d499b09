package dev.meterlark.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

class JsonTextTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " [1, -2.5e10, true, null, \"\\u00e9\\n\", {\"a\": {\"a\": []}}] \n",
                "\"text\"",
                "0",
                "null",
                "{\"a\":1,\"a\":2}",
                "\"\ud83d\ude00\"",
            })
    void jsonIsJson(String text) {
        assertThat(JsonText.flaw(text.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{", "}", "[1,]", "{\"a\"}", "{a:1}", "'a'", "01", "NaN", "tru", "// x\n1",
                "\"\n\"", "1 2", "{}x", "\"\\x\"", "[1"
            })
    void whatIsNotIsNot(String text) {
        assertThat(JsonText.flaw(text.getBytes(StandardCharsets.UTF_8))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE"})
    void anotherEncodingIsNotJson(String encoding) {
        assertThat(JsonText.flaw("{\"a\":1}".getBytes(Charset.forName(encoding))))
                .contains("it must be UTF-8 without a byte order mark");
    }

    @Test
    void aByteOrderMarkAndBytesThatAreNoUtf8AreFlaws() {
        assertThat(JsonText.flaw("\ufeff{}".getBytes(StandardCharsets.UTF_8))).isPresent();
        assertThat(JsonText.flaw(new byte[] {'"', (byte) 0xff, '"'})).isPresent();
        assertThat(JsonText.flaw(new byte[] {'"', (byte) 0xc3, '"'})).isPresent();
        assertThat(JsonText.flaw("\"é\"".getBytes(StandardCharsets.ISO_8859_1))).isPresent();
    }

    @Test
    void aThousandLevelsAreEnough() {
        assertThat(JsonText.flaw(nested(1000))).isEmpty();
        assertThat(JsonText.flaw(nested(1001))).isPresent();
        assertThat(JsonText.flaw(nested(3_000_000))).isPresent();
    }

    @Test
    void theLargestEventInOneStringOrOneNameIsFine() {
        String large = "x".repeat(6_000_000);

        assertThat(JsonText.flaw(("\"" + large + "\"").getBytes(StandardCharsets.UTF_8))).isEmpty();
        assertThat(JsonText.flaw(("{\"" + large + "\":1}").getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    private static byte[] nested(int levels) {
        return ("[".repeat(levels) + "]".repeat(levels)).getBytes(StandardCharsets.UTF_8);
    }
}
