package dev.meterlark.console.logs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InkTests {

    @Test
    void coloursOfATerminalBecomeOnesOfThePage() {
        assertThat(Ink.of("a \u001b[31mred\u001b[0m \u001b[1;32mgreen\u001b[39m b"))
                .containsExactly(
                        new Ink("a ", ""),
                        new Ink("red", "ink-bad"),
                        new Ink(" ", ""),
                        new Ink("green", "ink-good"),
                        new Ink(" b", ""));
    }

    @Test
    void allElseThatATerminalWouldDoIsLeftOut() {
        assertThat(
                        Ink.of(
                                "\u001b[2J\u001b]8;;http://elsewhere.test\u0007x\u001b]8;;\u0007\u202ey\u0007"))
                .containsExactly(new Ink("x\ufffdy\ufffd", ""));
        assertThat(Ink.of("\u001b[38;5;196mx")).containsExactly(new Ink("x", ""));
        assertThat(Ink.of("\u001b[31")).containsExactly(new Ink("\ufffd[31", ""));
        assertThat(Ink.of("")).isEmpty();
    }

    @Test
    void aLineOfColoursAloneIsShownInSomeOfThem() {
        assertThat(Ink.of("\u001b[31mx\u001b[0my".repeat(5_000))).hasSizeLessThan(210);
    }
}
