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

/** A tick reaches a function, as the guide to timers shows. */
@Tag("slow")
@ExtendWith(RunningPlatform.class)
class TimersGuideTests {

    @TempDir static Path folder;
    private static PlatformProcess platform;
    private static String key;

    @BeforeAll
    static void start(PlatformProcess running) {
        platform = running;
        key = Api.signUp(running, "timers-guide").token();
    }

    @Test
    void theGuideRunsAsItIsWrittenAndTheFunctionSeesTheTick() throws Exception {
        Path home = Files.createDirectory(folder.resolve("guide"));
        Files.writeString(
                home.resolve("greet.mjs"),
                "export const handler = async event => console.log('tick of', event.time,"
                        + " event['detail-type']);");
        var deployed = new LarkProcess(home, platform, key).run("deploy", "greet.mjs");
        assertThat(deployed.exit()).as(deployed.err()).isZero();

        String output = Guide.of("timers.md").run(home, platform, Map.of("METERLARK_API_KEY", key));

        assertThat(output)
                .contains("\"description\":\"at 08:00")
                .contains("\"nextRuns\":[\"20")
                .contains("\"state\":\"paused\"")
                .contains("\"outcome\":\"fired\"")
                .containsPattern("tick of 20\\S+Z Scheduled Event");
    }
}
