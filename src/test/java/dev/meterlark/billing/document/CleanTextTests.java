package dev.meterlark.billing.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CleanTextTests {

    @Test
    void controlsAreDroppedAndLineBreaksAreSpaces() {
        assertThat(CleanText.of(" a\u0000b\u0007\r\n\tc\u2028d ", 100)).isEqualTo("ab c d");
    }

    @Test
    void whatTurnsTheDirectionAroundIsDropped() {
        assertThat(CleanText.of("a\u202Egnp.exe\u2066b\u200Fc\uFEFF", 100)).isEqualTo("agnp.exebc");
    }

    @Test
    void whatIsNoCharacterIsSeenToBeMissing() {
        assertThat(CleanText.of("a\uD800b\uFFFEc\uE000", 100)).isEqualTo("a\uFFFDb\uFFFDc\uFFFD");
    }

    @Test
    void itIsComposed() {
        assertThat(CleanText.of("Mu\u0308ller", 100)).isEqualTo("Müller");
    }

    @Test
    void itIsCutToItsBoundAndNotWithinACharacter() {
        assertThat(CleanText.of("x".repeat(10_000), 5)).isEqualTo("xxxx…");
        assertThat(CleanText.of("😀".repeat(10), 3)).isEqualTo("😀😀…");
    }
}
