package dev.meterlark.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionTextTests {

    @Test
    void linesAndTabsStay() {
        assertThat(FunctionText.plain("a\tb\nc\r\nd")).isEqualTo("a\tb\nc\nd");
    }

    @Test
    void coloursLinksAndCursorMovesOfTerminalsGo() {
        assertThat(FunctionText.plain("\u001b[1;31mred\u001b[0m\u001b[2J")).isEqualTo("red");
        assertThat(FunctionText.plain("\u001b]8;;http://evil.test\u0007click\u001b]8;;\u0007"))
                .isEqualTo("click");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "\u001b", "\r", "\u202e", "\u2066", "\u009b"})
    void whatHidesOrTurnsTextIsShownAsUnknown(String character) {
        assertThat(FunctionText.plain("a" + character + "b")).isEqualTo("a\ufffdb");
    }

    @Test
    void aLongTextIsCutAndItIsSaid() {
        assertThat(FunctionText.plain("x".repeat(1_000_000))).hasSize(FunctionText.LONGEST);
        assertThat(FunctionText.cut(1_000_000, 65_536))
                .isEqualTo("The first 64.0 KiB of 976.6 KiB are shown.");
        assertThat(FunctionText.cut(10, 10)).isNull();
    }
}
