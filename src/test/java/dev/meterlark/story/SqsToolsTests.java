package dev.meterlark.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.util.Map;

/** AWS's command line as it is, in front of the platform. */
@Tag("slow")
@ExtendWith(RunningPlatform.class)
class SqsToolsTests {

    @TempDir Path home;

    private final PlatformProcess platform;

    SqsToolsTests(PlatformProcess platform) {
        this.platform = platform;
    }

    @Test
    void theGuideRunsAsItIsWritten() throws Exception {
        Api owner = Api.signUp(platform, "sqs-tools");
        JsonNode key = owner.post("/api-keys", "{\"name\": \"tools\"}").json();

        String output =
                Guide.of("sqs.md")
                        .run(
                                home,
                                platform,
                                Map.of(
                                        "AWS_ACCESS_KEY_ID", key.path("id").asString(),
                                        "AWS_SECRET_ACCESS_KEY", key.path("secret").asString()));

        assertThat(output)
                .contains("to Anna\t3.5\n")
                .contains("given up: to nobody\n", "back: to nobody\n")
                .contains("moves: left right\n");
        assertThat(owner.get("/queues").json().path("items")).isEmpty();
    }
}
