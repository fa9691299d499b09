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

/** What the guide to storage shows is what happens. */
@Tag("slow")
class StorageGuideTests {

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

        String output = run(guide(), home);

        assertThat(output)
                .contains("Created orders.", "Sent before as ", "one more\npaid once\n")
                .contains("orders: 0 waiting, 0 in flight, 0 delayed", "Put back 0.")
                .contains("to 0 subscriptions.", "to 1 subscriptions.")
                .contains("\"type\":\"order.paid\"", "\"data\":{\"total\":700}")
                .contains("Wrote animals/cat.txt, 6 B", "a cat\n")
                .contains("Deleted animals/cat.txt.", "Deleted images.");
    }

    private static String guide() throws IOException {
        return SHELL.matcher(Files.readString(ROOT.resolve("docs/storage.md")))
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
