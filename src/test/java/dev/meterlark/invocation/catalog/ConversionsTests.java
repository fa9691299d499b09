package dev.meterlark.invocation.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

class ConversionsTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "text/plain | one \"two\" | application/json | \"one \\\"two\\\"\"",
                "text/csv;charset=utf-8 | a,b | application/json | \"a,b\"",
                "application/json | \"one\\ntwo\" | text/plain | ~one\ntwo~",
                "application/json | {\"a\": 1} | text/plain | {\"a\": 1}",
                "application/json | 1.10 | application/json | 1.10",
                "application/hal+json | {} | application/json | {}",
                "application/x-ndjson | ~1\n2\n~ | application/json | [1,2]",
                "application/json | [1, {\"a\": 2}] | application/x-ndjson | ~1\n{\"a\":2}\n~",
                "application/x-www-form-urlencoded | a=1&b=%C3%A9+x&a=2&c | application/json |"
                        + " {\"a\":\"2\",\"b\":\"é x\",\"c\":\"\"}",
                "application/json | [] | application/octet-stream | []",
                "image/png | x | image/png | x",
                "application/cloudevents+json |"
                    + " {\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"data\":{\"a\":1}}"
                    + " | application/json | {\"a\":1}",
                "application/cloudevents+json |"
                    + " {\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"datacontenttype\":\"text/plain\",\"data\":\"hi\"}"
                    + " | application/json | \"hi\"",
            })
    void saysTheSameInAnotherType(String from, String text, String to, String expected) {
        Content made = Conversions.to(to, content(text, from));

        assertThat(new String(made.bytes(), StandardCharsets.UTF_8)).isEqualTo(expected);
        assertThat(MediaTypeText.bare(made.type())).isEqualTo(to);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "image/png | x | application/json | it is image/png, which cannot be made",
                "application/json | {} | image/png | it is application/json, which cannot be made",
                "application/json | {} | application/x-ndjson | only a list has lines",
                "application/json | nope | text/plain | it says that it is application/json",
                "application/x-ndjson | ~1\nnope~ | application/json | line 2 is not JSON",
                "text/plain;charset=klingon | x | application/json | its charset is not known here",
                "application/x-www-form-urlencoded | a=%zz | application/json |"
                        + " a form that is not percent-encoded",
                "application/cloudevents+json | {} | application/json |"
                        + " it is no CloudEvent: the attribute specversion is missing",
            })
    void whatIsNotTheSameIsNotMade(String from, String text, String to, String says) {
        assertThatExceptionOfType(UnfitException.class)
                .isThrownBy(() -> Conversions.to(to, content(text, from)))
                .withMessageContaining(says);
    }

    @Test
    void textInAnotherCharsetIsRead() {
        byte[] latin = "é".getBytes(StandardCharsets.ISO_8859_1);

        Content json =
                Conversions.to(
                        Conversions.JSON, new Content(latin, "text/plain; charset=ISO-8859-1"));

        assertThat(new String(json.bytes(), StandardCharsets.UTF_8)).isEqualTo("\"é\"");
        assertThatExceptionOfType(UnfitException.class)
                .isThrownBy(
                        () -> Conversions.to(Conversions.JSON, new Content(latin, "text/plain")))
                .withMessageContaining("holds other bytes");
    }

    @Test
    void nothingWantedLeavesItAsItIs() {
        Content picture = content("x", "image/png");

        assertThat(Conversions.to(null, picture)).isSameAs(picture);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "json", "*/*", "text/*", "text/plain\r\nX: y", "a b/c"})
    void aStageAcceptsAMediaTypeAndNothingElse(String type) {
        assertThat(Conversions.offers(type)).isFalse();
    }

    @Test
    void aStageAcceptsAnyMediaType() {
        assertThat(Conversions.offers("application/json")).isTrue();
        assertThat(Conversions.offers("text/plain; charset=utf-8")).isTrue();
    }

    private static Content content(String text, String type) {
        return new Content(text.getBytes(StandardCharsets.UTF_8), type);
    }
}
