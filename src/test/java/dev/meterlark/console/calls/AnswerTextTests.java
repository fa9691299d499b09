package dev.meterlark.console.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.console.FunctionText;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

class AnswerTextTests {

    @Test
    void jsonIsSetOutInLinesAndAnythingElseIsShownAsItIs() {
        assertThat(text("{\"hello\":\"Ada\"}").text()).isEqualTo("{\n  \"hello\": \"Ada\"\n}");
        assertThat(text("plain, and no JSON").text()).isEqualTo("plain, and no JSON");
        assertThat(text("{\"open\":").text()).isEqualTo("{\"open\":");
    }

    @Test
    void onlyTheSpaceBetweenItsPartsChanges() {
        assertThat(text("[0.10,1e2, 12345678901234567890123]").text())
                .isEqualTo("[\n  0.10,\n  1e2,\n  12345678901234567890123\n]");
        assertThat(text("{\"a\\\"{[,:\": [ ] ,\"b\":{ },\"c\":\"\\u0041  x\"}").text())
                .isEqualTo("{\n  \"a\\\"{[,:\": [],\n  \"b\": {},\n  \"c\": \"\\u0041  x\"\n}");
        assertThat(text("[[1],{\"a\":[]}]").text())
                .isEqualTo("[\n  [\n    1\n  ],\n  {\n    \"a\": []\n  }\n]");
    }

    @Test
    void anEmptyAnswerIsNone() {
        assertThat(AnswerText.of(new byte[0])).isNull();
    }

    @Test
    void whatIsLongerThanAPageShowsIsCutAndSaysSo() {
        AnswerText cut = text("x".repeat(FunctionText.LONGEST + 1));

        assertThat(cut.text()).hasSize(FunctionText.LONGEST);
        assertThat(cut.cut()).isEqualTo("The first 64.0 KiB of 64.0 KiB are shown.");
        assertThat(text("[".repeat(30_000)).cut()).isNull();
    }

    @Test
    void deepJsonIsNotMadeIntoMegabytesOfSpace() {
        String deep = "[".repeat(400) + "1" + ",1".repeat(20_000) + "]".repeat(400);

        assertThat(text(deep).text()).isEqualTo(deep);
    }

    @Test
    void terminalSequencesAreNotShown() {
        assertThat(text("\u001b[31mred\u001b[0m").text()).isEqualTo("red");
    }

    private static AnswerText text(String answer) {
        return Objects.requireNonNull(AnswerText.of(answer.getBytes(StandardCharsets.UTF_8)));
    }
}
