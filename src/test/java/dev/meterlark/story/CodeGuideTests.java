package dev.meterlark.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What the guide to code shows is what happens, with the compiler in a real sandbox. */
@Tag("slow")
@ExtendWith(RunningPlatform.class)
class CodeGuideTests {

    private final PlatformProcess platform;

    CodeGuideTests(PlatformProcess platform) {
        this.platform = platform;
    }

    @Test
    void theGuideRunsAsItIsWritten(@TempDir Path folder) throws Exception {
        Path home = Files.createDirectory(folder.resolve("guide"));
        String key = Api.signUp(platform, "code-guide").token();

        String output = Guide.of("code.md").run(home, platform, Map.of("METERLARK_API_KEY", key));

        assertThat(output)
                .contains("12{\"digest\"")
                .contains("\"path\":\"Total$Line.class\"", "\"path\":\"Total.java\"")
                .contains(
                        "\"code\":\"package.invalid\"", "\"line\":1", "String cannot be converted");
    }
}
