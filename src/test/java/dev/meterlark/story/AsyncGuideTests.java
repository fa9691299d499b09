package dev.meterlark.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the guide to asynchronous calls shows is what happens. */
@Tag("slow")
class AsyncGuideTests {

    private static final Path ROOT = Path.of("").toAbsolutePath();
    private static final Pattern SHELL = Pattern.compile("(?ms)^```sh\n(.*?)^```$");

    @TempDir static Path folder;
    private static PlatformProcess platform;
    private static String key;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        platform = PlatformProcess.start(folder.resolve("data"));
        key = FirstAccount.signUp(platform);
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @Test
    void theGuideRunsAsItIsWritten() throws Exception {
        Path home = Files.createDirectory(folder.resolve("guide"));
        Files.writeString(
                home.resolve("greet.mjs"),
                "export const handler = async event => ({ hello: event.name });");
        var deployed = new LarkProcess(home, platform, key).run("deploy", "greet.mjs");
        assertThat(deployed.exit()).as(deployed.err()).isZero();

        String output = run(guide(), home);

        assertThat(output)
                .contains("\"status\":\"queued\"")
                .contains("{\"hello\":\"Ada\"}")
                .contains("accepted before, under the same key")
                .containsPattern("status +queued")
                .containsPattern("next attempt +20")
                .contains("Cancelled ");
    }

    private static String guide() throws IOException {
        return SHELL.matcher(Files.readString(ROOT.resolve("docs/asynchronous-calls.md")))
                .results()
                .map(block -> block.group(1))
                .collect(Collectors.joining("\n"));
    }

    private static String run(String script, Path home) throws Exception {
        var builder =
                new ProcessBuilder("bash", "-euo", "pipefail", "-c", script)
                        .directory(home.toFile())
                        .redirectErrorStream(true);
        var environment = builder.environment();
        environment.put("HOME", home.toString());
        environment.put("METERLARK_URL", platform.address().toString());
        environment.put("METERLARK_API_KEY", key);
        environment.merge("PATH", ROOT.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
        Process shell = builder.start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(output).isZero();
        return output;
    }
}
