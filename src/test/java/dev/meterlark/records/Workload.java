package dev.meterlark.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.story.Api;
import dev.meterlark.story.PlatformProcess;

import java.io.File;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A little of everything that the platform promises to keep, the same in each round but for names.
 * A round ends early when the platform does; what was not answered is noted as unknown.
 */
final class Workload {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ECHO = "exports.handler = async event => event;";

    private final History history;
    private final Path blobs;
    private final String token;
    private int round;

    private Workload(History history, Path blobs, String token) {
        this.history = history;
        this.blobs = blobs;
        this.token = token;
    }

    /** As a new account. */
    static Workload begin(PlatformProcess platform, Installation installation, History history) {
        return new Workload(
                history,
                installation.data().resolve("blobs"),
                Api.signUp(platform, "crashed").token());
    }

    /** Whether the platform was there to the end. */
    boolean round(PlatformProcess platform) {
        round++;
        try {
            Set<String> before = packages();
            steps(Api.with(platform, token), "echo-" + round);
            await("the deleted function's packages are gone")
                    .atMost(PATIENCE)
                    .until(() -> before.containsAll(packages()) || !platform.handle().isAlive());
            return platform.handle().isAlive();
        } catch (IllegalStateException gone) {
            history.unknown();
            return false;
        }
    }

    private void steps(Api api, String function) {
        api.deploy(function, "nodejs", "index.handler", ECHO);
        call(api, function);
        answered(api.patch("/functions/" + function, "{\"description\": \"changed\"}"), 200);
        String other = ECHO + " // " + function;
        answered(
                api.put(
                        "/functions/%s/code".formatted(function),
                        other.getBytes(StandardCharsets.UTF_8),
                        "text/javascript"),
                200);
        call(api, function);
        versions(api, "/functions/" + function);
        answered(api.delete("/functions/" + function), 204);
    }

    private static void versions(Api api, String function) {
        String alias = function + "/aliases/live";
        answered(api.post(function + "/versions", "{}"), 201);
        answered(api.put(alias, json("{\"version\": \"1\"}"), "application/json"), 201);
        answered(api.patch(function, "{\"timeout\": 4}"), 200);
        answered(api.post(function + "/versions", "{}"), 201);
        answered(api.put(alias, json("{\"version\": \"2\"}"), "application/json"), 200);
        answered(api.delete(function + "/versions/1"), 204);
        answered(api.delete(alias), 204);
    }

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void call(Api api, String function) {
        Api.Answer answer = answered(api.invoke(function, "{\"n\": 1}"), 200);
        history.answered(
                answer.header("Meterlark-Invocation-Id"),
                new BigDecimal(answer.header("Meterlark-Price").split(" ")[0]));
    }

    /** Some of them may go while this looks. */
    private Set<String> packages() {
        return children(blobs.toFile()).stream()
                .flatMap(folder -> children(folder).stream())
                .map(File::getPath)
                .collect(Collectors.toSet());
    }

    private static List<File> children(File folder) {
        File[] found = folder.listFiles();
        return found == null ? List.of() : List.of(found);
    }

    private static Api.Answer answered(Api.Answer answer, int status) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        return answer;
    }
}
