package dev.meterlark.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** docs/isolation.md says of every probe and control what there is, and names tests that exist. */
class IsolationGuideTests {

    private static final Pattern NUMBERS = Pattern.compile("(\\d+)(?:–(\\d+))?");
    private static final Pattern TESTS = Pattern.compile("`(\\w+Tests)`");

    private final String guide;

    IsolationGuideTests() throws IOException {
        guide = Files.readString(Path.of("docs/isolation.md"));
    }

    @Test
    void everyProbeIsThereOnce() {
        List<Integer> probes = new ArrayList<>();
        guide.lines()
                .filter(line -> line.matches("\\| \\d.*"))
                .map(line -> line.split("\\|")[1])
                .forEach(cell -> NUMBERS.matcher(cell).results().forEach(n -> add(n, probes)));

        assertThat(probes)
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 96).boxed().toList());
    }

    @Test
    void everyControlIsThere() {
        String controls =
                guide.lines()
                        .filter(line -> line.startsWith("| C"))
                        .map(line -> line.split("\\|")[1])
                        .collect(Collectors.joining(","));

        IntStream.rangeClosed(1, 28)
                .forEach(n -> assertThat(controls.split("\\W+")).contains("C" + n));
    }

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        Set<String> named =
                TESTS.matcher(guide).results().map(m -> m.group(1)).collect(Collectors.toSet());
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            Set<String> there =
                    files.map(file -> file.getFileName().toString().replace(".java", ""))
                            .collect(Collectors.toSet());
            assertThat(there).containsAll(named);
        }
    }

    private static void add(MatchResult numbers, List<Integer> into) {
        int first = Integer.parseInt(numbers.group(1));
        String last = numbers.group(2);
        IntStream.rangeClosed(first, last == null ? first : Integer.parseInt(last))
                .forEach(into::add);
    }
}
