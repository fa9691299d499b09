package dev.meterlark.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the README shows is what happens. */
@Tag("slow")
class ReadmeTests {

    private static final Path ROOT = Path.of("").toAbsolutePath();
    private static final Pattern SHELL = Pattern.compile("(?ms)^```sh\n(.*?)^```$");

    @TempDir Path folder;

    @Test
    void theWalkThroughWithCurlAloneRunsAsItIsWritten() throws Exception {
        String output;
        try (var platform = PlatformProcess.start(folder.resolve("data"))) {
            output = run(walkThrough(), platform);
        }

        assertThat(output)
                .contains("{\"hello\": \"Ada\"}")
                .contains("{\"shouted\":\"QUIET\"}")
                .contains("{\"area\":10.0}")
                .contains("GET /orders/7 for Ada")
                .contains("DELETE /orders/7 for you")
                .contains("GET /orders/7 for everyone")
                .contains("{\"hello\":\"from C\",\"call\":1,\"event\":{\"name\": \"Ada\"}}")
                .containsPattern("(?i)Meterlark-Billed-Ms: \\d+")
                .containsPattern("(?i)Meterlark-Price: 0\\.0000\\d+ USD");
        assertThat(usageOf(output)).contains("\"greet\"", "\"shout\"", "\"area\"", "\"native\"");
    }

    private static String walkThrough() throws IOException {
        List<String> blocks =
                SHELL.matcher(Files.readString(ROOT.resolve("README.md")))
                        .results()
                        .map(block -> block.group(1))
                        .toList();
        assertThat(blocks).hasSizeGreaterThan(5);
        return blocks.stream().collect(Collectors.joining("\n"));
    }

    private String run(String script, PlatformProcess platform) throws Exception {
        Path scratch = Files.createDirectory(folder.resolve("walk-through"));
        var builder =
                new ProcessBuilder("bash", "-euo", "pipefail", "-c", script)
                        .directory(scratch.toFile())
                        .redirectErrorStream(true);
        builder.environment().put("METERLARK_URL", platform.address().toString());
        builder.environment().put("METERLARK_HOME", ROOT.toString());
        Process shell = builder.start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(output + platform.output()).isZero();
        return output;
    }

    /** The last answer of the walk-through. */
    private static String usageOf(String output) {
        return output.substring(output.lastIndexOf("from C"));
    }
}
