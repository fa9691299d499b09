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

/** What the guide to triggers shows is what happens. */
@Tag("slow")
@ExtendWith(RunningPlatform.class)
class TriggerGuideTests {

    @TempDir static Path folder;
    private static PlatformProcess platform;
    private static String key;

    @BeforeAll
    static void start(PlatformProcess running) {
        platform = running;
        key = Api.signUp(running, "trigger-guide").token();
    }

    @Test
    void theGuideRunsAsItIsWritten() throws Exception {
        Path home = Files.createDirectory(folder.resolve("guide"));

        String output =
                Guide.of("triggers.md").run(home, platform, Map.of("METERLARK_API_KEY", key));

        assertThat(output)
                .contains("queue: orders", "  events: 1", "Accepted as call ")
                .contains("which is paused now.")
                .containsPattern("queue +ship .*queue=orders +paused");
    }
}
