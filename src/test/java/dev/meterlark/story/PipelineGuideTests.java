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

/** What the guide to pipelines shows is what happens, in real sandboxes. */
@Tag("slow")
@ExtendWith(RunningPlatform.class)
class PipelineGuideTests {

    @TempDir static Path folder;
    private static PlatformProcess platform;
    private static String key;

    @BeforeAll
    static void start(PlatformProcess running) {
        platform = running;
        key = Api.signUp(running, "pipeline-guide").token();
    }

    @Test
    void theGuideRunsAsItIsWritten() throws Exception {
        Path home = Files.createDirectory(folder.resolve("guide"));
        Files.writeString(home.resolve("key.txt"), key + "\n");

        String output =
                Guide.of("pipelines.md")
                        .run(home, platform, Map.of("METERLARK_HOME", Guide.ROOT.toString()));

        assertThat(output)
                .contains("Created orders: parse|enrich*|total")
                .contains("{\"items\":[\"apple\",\"pear\",\"plum\"],\"cents\":380}")
                .contains("parse · 1 call ·", "enrich · 3 calls", "total · 1 call")
                .containsPattern("(?i)meterlark-stages: \"parse\";calls=1;billed-ms=\\d+;price=")
                .contains("stage 2 (enrich), element 1: there is no price for kiwi")
                .contains("ended with 4")
                .contains("Published orders:1.", "Published orders:2.")
                .contains("{\"items\":[\"apple\",\"pear\"],\"cents\":180}")
                .contains("\"specversion\":\"1.0\"", "\"type\":\"dev.meterlark.answer\"")
                .doesNotContain(key);
    }
}
