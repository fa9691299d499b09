package dev.meterlark.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What the guide to metrics, logs and traces shows is what happens. */
@Tag("slow")
@ExtendWith(RunningPlatform.class)
class TelemetryGuideTests {

    private final PlatformProcess platform;

    TelemetryGuideTests(PlatformProcess platform) {
        this.platform = platform;
    }

    @Test
    void theGuideRunsAsItIsWritten(@TempDir Path folder) throws Exception {
        Path home = Files.createDirectory(folder.resolve("guide"));
        String key = Api.signUp(platform, "telemetry-guide").token();

        String output =
                Guide.of("telemetry.md").run(home, platform, Map.of("METERLARK_API_KEY", key));

        assertThat(output)
                .contains("it failed", "\"calls\":2,\"errors\":{\"function\":1,\"platform\":0}")
                .contains("\"text\":\"INFO asked for tea\"", "INFO asked for gold")
                .contains("\"callDays\":", "# TYPE meterlark_function_calls_total counter")
                .containsPattern("(?i)traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-");
    }
}
