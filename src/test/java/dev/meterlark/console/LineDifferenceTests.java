package dev.meterlark.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.console.LineDifference.Kind;
import dev.meterlark.console.LineDifference.Line;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class LineDifferenceTests {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "abc, abc, =a=b=c",
                "abc, axc, =a-b+x=c",
                "abc, ac, =a-b=c",
                "ac, abc, =a+b=c",
                "'', ab, +a+b",
                "ab, '', -a-b",
                "'', '', ''",
                "abcabba, cbabac, -a-b=c+b=a=b-b=a+c"
            })
    void theShortestWayFromOneTextToTheOtherIsTold(String before, String after, String told) {
        assertThat(told(LineDifference.of(spread(before), spread(after)))).isEqualTo(told);
    }

    @Test
    void whatIsToldGivesBothTextsBackWithTheirLineNumbers() {
        var random = new Random(7);
        for (int i = 0; i < 200; i++) {
            String before = text(random);
            String after = text(random);

            List<Line> lines = LineDifference.of(before, after);

            assertThat(joined(lines, line -> line.kind() != Kind.ADDED)).isEqualTo(before);
            assertThat(joined(lines, line -> line.kind() != Kind.REMOVED)).isEqualTo(after);
            assertThat(lines.stream().map(Line::before).filter(n -> n > 0))
                    .containsExactlyElementsOf(numbers(before));
            assertThat(lines.stream().map(Line::after).filter(n -> n > 0))
                    .containsExactlyElementsOf(numbers(after));
        }
    }

    @Test
    void textsWithNothingInCommonAreToldAsOneThatGoesAndOneThatComes() {
        String before =
                IntStream.range(0, 20_000)
                        .mapToObj(n -> "a" + n + "\n")
                        .collect(Collectors.joining());
        String after = before.replace('a', 'b');

        List<Line> lines = LineDifference.of(before, after);

        assertThat(lines).hasSize(40_000);
        assertThat(lines.subList(0, 20_000)).allMatch(line -> line.kind() == Kind.REMOVED);
    }

    @Test
    void linesFarFromAnyDifferenceAreCounted() {
        String before =
                IntStream.range(0, 20).mapToObj(n -> n + "\n").collect(Collectors.joining());

        List<DiffRow> rows =
                DiffRow.of(LineDifference.of(before, before.replace("\n9\n", "\nnine\n")));

        assertThat(rows.getFirst().text()).isEqualTo("6 lines are the same");
        assertThat(rows).extracting(DiffRow::kind).containsOnlyOnce("added").contains("removed");
    }

    private static String spread(String letters) {
        return letters.chars().mapToObj(c -> (char) c + "\n").collect(Collectors.joining());
    }

    private static String told(List<Line> lines) {
        return lines.stream()
                .map(
                        line ->
                                switch (line.kind()) {
                                            case SAME -> "=";
                                            case REMOVED -> "-";
                                            case ADDED -> "+";
                                        }
                                        + line.text())
                .collect(Collectors.joining());
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(12), 0, 4)
                .mapToObj(n -> n + "\n")
                .collect(Collectors.joining());
    }

    private static String joined(List<Line> lines, Predicate<Line> wanted) {
        return lines.stream()
                .filter(wanted)
                .map(line -> line.text() + "\n")
                .collect(Collectors.joining());
    }

    private static List<Integer> numbers(String text) {
        return IntStream.rangeClosed(1, (int) text.lines().count()).boxed().toList();
    }
}
