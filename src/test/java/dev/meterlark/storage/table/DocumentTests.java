package dev.meterlark.storage.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.shared.RefusedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

class DocumentTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e400",
                "-1E-400",
                "9223372036854775807",
                "18446744073709551616",
                "0.1",
                "1.10",
                "100000000000000000000000000000000000000.000000001",
                "-0",
                "1e9999"
            })
    void aNumberComesBackAsItWas(String number) {
        Document document = TableNode.json("{ \"n\" : [ " + number + " ] }");

        assertThat(document.text()).isEqualTo("{\"n\":[" + number + "]}");
        assertThat(document.tree().path("n").path(0).decimalValue())
                .isEqualByComparingTo(new BigDecimal(number));
    }

    @Test
    void textComesBackAsItWas() {
        String text = "{\"\":\"\\u0000 \\\" ü 😀 \\n\",\"a b\":[null,true,{}]}";

        assertThat(TableNode.json(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | must be a JSON object",
                "[] | must be a JSON object",
                "7 | must be a JSON object",
                "{ | could not be read",
                "{}{} | behind its end",
                "{'a':1} | could not be read",
                "{\"a\":1,\"a\":2} | could not be read",
                "{\"a\":NaN} | could not be read",
                "{\"a\":01} | could not be read",
                "{\"a\":1e10000} | exponent",
                "{\"a\":1e-99999999999} | exponent",
                "{\"a\":\"\\ud800\"} | half a surrogate pair"
            },
            quoteCharacter = '^')
    void whatIsNoDocumentIsRefused(String text, String why) {
        String given = text.equals("''") ? "" : text;
        assertThatThrownBy(() -> TableNode.json(given))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(why);
    }

    @Test
    void depthAndLengthOfNumbersAreBounded() {
        String deep = "{\"a\":".repeat(32) + "1" + "}".repeat(32);

        assertThat(TableNode.json(deep).text()).isEqualTo(deep);
        assertThatThrownBy(() -> TableNode.json("{\"a\":" + deep + "}"))
                .hasMessageContaining("32 objects and arrays");
        assertThatThrownBy(() -> TableNode.json("{\"a\":" + "9".repeat(401) + "}"))
                .hasMessageContaining("may have 400 digits");
    }

    @Test
    void onlyUtf8IsRead() {
        assertThatThrownBy(() -> Document.parse("{\"a\":1}".getBytes(UTF_16)))
                .hasMessageContaining("not in UTF-8");
        byte[] broken = "{\"a\":\"ü\"}".getBytes(UTF_8);
        broken[7] = 'x';
        assertThatThrownBy(() -> Document.parse(broken)).hasMessageContaining("not in UTF-8");
    }

    @Test
    void numbersAsBytesAreInTheOrderOfNumbers() {
        List<BigDecimal> numbers = new ArrayList<>();
        for (String each :
                List.of("-1e400", "-10", "-9.99", "-1", "-1e-400", "0", "1e-400", "0.00119")) {
            numbers.add(new BigDecimal(each));
        }
        for (String each : List.of("0.0012", "0.01", "1", "1.01", "9", "10", "11", "1e400")) {
            numbers.add(new BigDecimal(each));
        }
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            numbers.add(BigDecimal.valueOf(random.nextInt(2_000) - 1_000, random.nextInt(6)));
        }
        List<BigDecimal> sorted = new ArrayList<>(numbers);
        Collections.sort(sorted);

        numbers.sort(
                (a, b) -> Arrays.compareUnsigned(OrderedNumber.bytes(a), OrderedNumber.bytes(b)));

        for (int i = 0; i < sorted.size(); i++) {
            assertThat(numbers.get(i)).isEqualByComparingTo(sorted.get(i));
        }
        assertThat(OrderedNumber.bytes(new BigDecimal("1.0")))
                .isEqualTo(OrderedNumber.bytes(new BigDecimal("1")));
    }
}
