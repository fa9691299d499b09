package dev.meterlark.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.story.Api.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

/** A function that is kept warm by its settings has no cold call, also after it was changed. */
@Tag("slow")
class KeptWarmStoryTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path folder;

    @SuppressWarnings("NullAway.Init")
    private PlatformProcess platform;

    @SuppressWarnings("NullAway.Init")
    private Api api;

    @BeforeEach
    void start() throws Exception {
        platform = PlatformProcess.start(folder.resolve("data"));
        api = Api.with(platform, FirstAccount.signUp(platform));
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    @Test
    void itsFirstCallIsWarmAndSoIsTheFirstOfItsNextRevision() {
        api.deploy("greeter", "python", "app.handler", "def handler(e, c): return 'hello'");

        keepWarm(2);
        assertThat(isCold(api.invoke("greeter", "{}"))).isFalse();
        keepWarm(1);
        assertThat(isCold(api.invoke("greeter", "{}"))).isFalse();
        keepWarm(0);

        assertThat(isCold(api.invoke("greeter", "{}"))).isTrue();
    }

    private void keepWarm(int sandboxes) {
        Answer changed =
                api.patch(
                        "/functions/greeter",
                        "{\"keepWarm\": {\"sandboxes\": %d}}".formatted(sandboxes));
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        await().atMost(PATIENCE)
                .until(
                        () ->
                                metric("meterlark.scaling.kept") == sandboxes
                                        && metric("meterlark.sandboxes?tag=state:idle")
                                                == sandboxes);
    }

    private static boolean isCold(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return Boolean.parseBoolean(answer.header("Meterlark-Cold-Start"));
    }

    private double metric(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(platform.address().resolve("/actuator/metrics/" + path))
                        .header("Authorization", "Bearer " + api.token())
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new JsonMapper()
                    .readTree(answer.body())
                    .at("/measurements/0/value")
                    .asDouble(-1);
        }
    }
}
