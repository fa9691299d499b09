package dev.meterlark.console.calls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Collections;

class LineDiffTests {

    @Test
    void whatBothHaveStaysInItsOrderBetweenWhatOneHasAlone() {
        LineDiff diff = LineDiff.of("a\nb\nc\nd", "a\nc\nx\nd");

        assertThat(shown(diff)).isEqualTo(" a\n−b\n c\n+x\n d");
        assertThat(diff.same()).isFalse();
    }

    @Test
    void theSameTextHasNoDifference() {
        assertThat(LineDiff.of("a\nb", "a\nb\n").same()).isTrue();
    }

    @Test
    void oneThatIsEmptyIsAllDifference() {
        assertThat(shown(LineDiff.of("", "a\nb"))).isEqualTo("+a\n+b");
        assertThat(shown(LineDiff.of("a", ""))).isEqualTo("−a");
    }

    @Test
    void linesThatRepeatAreCountedByTheirEnds() {
        assertThat(shown(LineDiff.of("a\na\na", "a\na"))).isEqualTo(" a\n a\n−a");
    }

    @Test
    void tooManyDifferentLinesAreAllDifferent() {
        String left = String.join("\n", Collections.nCopies(1_001, "l"));

        LineDiff diff = LineDiff.of("same\n" + left, "same\nr");

        assertThat(diff.lines()).hasSize(1_003);
        assertThat(diff.lines().getFirst().side()).isEqualTo(LineDiff.Side.BOTH);
    }

    private static String shown(LineDiff diff) {
        return String.join("\n", diff.lines().stream().map(l -> l.mark() + l.text()).toList());
    }
}
