package dev.meterlark.story;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** AWS's command line and its library for Python as they are, in front of the platform. */
@Tag("slow")
@ExtendWith(RunningPlatform.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3ToolsTests {

    @TempDir Path home;

    private final PlatformProcess platform;
    private final Api owner;
    private Map<String, String> credentials;

    @SuppressWarnings("NullAway.Init") // before the first test
    S3ToolsTests(PlatformProcess platform) {
        this.platform = platform;
        owner = Api.signUp(platform, "s3-tools");
    }

    @BeforeAll
    void makeKey() {
        JsonNode key = owner.post("/api-keys", "{\"name\": \"tools\"}").json();
        credentials =
                Map.of(
                        "AWS_ACCESS_KEY_ID", key.path("id").asString(),
                        "AWS_SECRET_ACCESS_KEY", key.path("secret").asString(),
                        "AWS_DEFAULT_REGION", "us-east-1",
                        "METERLARK_API_KEY", owner.token());
    }

    @Test
    void theGuideRunsAsItIsWritten() throws Exception {
        String output = Guide.of("s3.md").run(home, platform, credentials);

        assertThat(output)
                .contains("make_bucket: images")
                .contains("upload: cats/tom.txt to s3://images/cats/tom.txt")
                .contains("3 cats/tom.txt")
                .contains("tom\n", "from an address: tom", "with curl: tom")
                .contains("the same\n")
                .contains("remove_bucket: images");
    }

    @Test
    void botoDoesWhatItDoesWithAws() throws Exception {
        var builder =
                new ProcessBuilder(python(), "src/test/resources/s3/boto3_trial.py")
                        .redirectErrorStream(true);
        builder.environment().putAll(credentials);
        builder.environment().put("HOME", home.toString());
        builder.environment().put("AWS_ENDPOINT", platform.address().toString());

        Process python = builder.start();
        String output = new String(python.getInputStream().readAllBytes(), UTF_8);

        assertThat(python.waitFor()).as(output).isZero();
        assertThat(output).endsWith("done\n");
    }

    @Test
    void aFunctionReadsAndWritesWithWhatItFindsInItsSandboxAsFarAsItsRoleGoes() throws Exception {
        owner.post("/buckets", "{\"name\": \"inside\"}");
        owner.put("/buckets/inside/objects/given", "from outside".getBytes(UTF_8), "text/plain");
        owner.post(
                "/functions",
                "{\"name\": \"boto\", \"runtime\": \"python\", \"handler\": \"app.handler\","
                        + " \"memoryMb\": 512, \"timeout\": 60}");
        assertThat(owner.put("/functions/boto/code", withBoto(), "application/zip").status())
                .isEqualTo(200);

        JsonNode withoutRole = call("read");
        role("storage:read");
        JsonNode read = call("read");
        JsonNode notWritten = call("write");
        role("storage:read\", \"storage:write");
        JsonNode written = call("write");

        assertThat(withoutRole.path("refused").asString()).isEqualTo("AccessDenied");
        assertThat(read.path("read").asString()).as(read.toString()).isEqualTo("from outside");
        assertThat(notWritten.path("refused").asString()).isEqualTo("AccessDenied");
        assertThat(written.toString())
                .isEqualTo(
                        "{\"same\":true,\"by\":\"it\",\"keys\":[\"given\",\"made/large\",\"made/small\"]}");
    }

    private JsonNode call(String act) {
        Api.Answer answer = owner.invoke("boto", "{\"act\": \"" + act + "\"}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private void role(String permissions) {
        Api.Answer given =
                owner.putJson(
                        "/functions/boto/role",
                        "{\"permissions\": [\"%s\"], \"functions\": []}".formatted(permissions));
        assertThat(given.status()).as(given.body()).isEqualTo(200);
    }

    private byte[] withBoto() throws Exception {
        Path zip = home.resolve("boto.zip");
        String folder = "src/test/resources/s3/";
        Process packing =
                new ProcessBuilder(
                                python(),
                                folder + "with_boto3.py",
                                folder + "inside.py",
                                zip.toString())
                        .inheritIO()
                        .start();
        assertThat(packing.waitFor()).isZero();
        return Files.readAllBytes(zip);
    }

    /** The first that has the library. */
    private static String python() throws IOException, InterruptedException {
        for (String each : List.of("python3", "/usr/bin/python3")) {
            Process tried = new ProcessBuilder(each, "-c", "import boto3").start();
            if (tried.waitFor() == 0) {
                return each;
            }
        }
        throw new AssertionError("no python3 here has boto3; bin/test installs it");
    }
}
