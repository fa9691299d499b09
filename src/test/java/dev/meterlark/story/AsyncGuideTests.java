package dev.meterlark.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What the guide to asynchronous calls shows is what happens. */
@Tag("slow")
@ExtendWith(RunningPlatform.class)
class AsyncGuideTests {

    @TempDir static Path folder;
    private static PlatformProcess platform;
    private static String key;

    @BeforeAll
    static void start(PlatformProcess running) {
        platform = running;
        key = Api.signUp(running, "async-guide").token();
    }

    @Test
    void theGuideRunsAsItIsWritten() throws Exception {
        Path home = Files.createDirectory(folder.resolve("guide"));
        Files.writeString(
                home.resolve("greet.mjs"),
                "export const handler = async event => ({ hello: event.name });");
        var deployed = new LarkProcess(home, platform, key).run("deploy", "greet.mjs");
        assertThat(deployed.exit()).as(deployed.err()).isZero();

        String output =
                Guide.of("asynchronous-calls.md")
                        .run(home, platform, Map.of("METERLARK_API_KEY", key));

        assertThat(output)
                .contains("\"status\":\"queued\"")
                .contains("{\"hello\":\"Ada\"}")
                .contains("accepted before, under the same key")
                .containsPattern("status +queued")
                .containsPattern("next attempt +20")
                .contains("Cancelled ");
    }
}
