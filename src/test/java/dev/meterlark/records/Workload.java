package dev.meterlark.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.story.Api;
import dev.meterlark.story.PlatformProcess;

import tools.jackson.databind.JsonNode;

import java.io.File;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A little of everything that the platform promises to keep, the same in each round but for names.
 * A round ends early when the platform does; what was not answered is noted as unknown.
 */
final class Workload {

    /** For as long as nothing is wrong with what takes long; of a series, on a busy machine. */
    private static final Duration PATIENCE =
            Duration.ofSeconds(System.getProperty("meterlark.crash.steps") == null ? 30 : 180);

    private static final String ECHO =
            """
            exports.handler = async event => {
              if (event.fails) throw new Error('as it was told');
              return event;
            };
            """;

    private final History history;
    private final Path blobs;
    private final String token;
    private final String webhook;
    private final Set<String> delayed = new LinkedHashSet<>();
    private final Set<String> queues = new LinkedHashSet<>();
    private int round;

    private Workload(History history, Path blobs, String token, String webhook) {
        this.history = history;
        this.blobs = blobs;
        this.token = token;
        this.webhook = webhook;
    }

    /**
     * As a new account.
     *
     * @param webhook that is told of each call that is given up on
     */
    static Workload begin(
            PlatformProcess platform, Installation installation, History history, String webhook) {
        return new Workload(
                history,
                installation.data().resolve("blobs"),
                Api.signUp(platform, "crashed").token(),
                webhook);
    }

    /** Whether the platform was there to the end. */
    boolean round(PlatformProcess platform) {
        round++;
        try {
            Set<String> before = packages();
            steps(Api.with(platform, token), "echo-" + round);
            ObjectWork.round(platform, token, blobs.resolveSibling("objects"), "echo-" + round);
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
        String path = "/functions/" + function;
        api.deploy(function, "nodejs", "index.handler", ECHO);
        call(api, function, "$LATEST");
        answered(api.post(path + "/versions", "{}"), 201);
        answered(api.patch(path, "{\"description\": \"changed\"}"), 200);
        byte[] other = (ECHO + " // " + function).getBytes(StandardCharsets.UTF_8);
        answered(api.put(path + "/code", other, "text/javascript"), 200);
        answered(api.post(path + "/versions", "{}"), 201);
        answered(api.putJson(path + "/aliases/live", "{\"version\": \"1\"}"), 201);
        later(api, function);
        answered(
                api.putJson(
                        path + "/aliases/live", "{\"version\": \"2\", \"weights\": {\"1\": 0.5}}"),
                200);
        call(api, function, "live");
        String run = ComposedWork.run(api, function, history);
        stored(api, function);
        triggered(api, function);
        followed(api, function);
        ticked(api, function);
        awaitEnds(api, List.of(run));
        ComposedWork.end(api, function);
        answered(api.delete(path + "/aliases/live"), 204);
        answered(api.delete(path + "/versions/1"), 204);
        answered(api.delete(path), 204);
    }

    /**
     * One succeeds, one fails as often as it may and then once more as another, one is called off
     * before its time.
     */
    private void later(Api api, String function) {
        answered(
                api.putJson(
                        "/functions/" + function + "/async",
                        "{\"maxRetries\": 1, \"onFailure\": {\"type\": \"webhook\", \"url\": \"%s\"}}"
                                .formatted(webhook)),
                200);
        String good = accepted(api.invokeLater(function, "{\"n\": 1}"));
        String bad = accepted(api.invokeLater(function, "{\"fails\": true}"));
        String never = accepted(api.invokeLater(function, "{}", "Meterlark-Delay", "3600"));
        delayed.add(never);
        cancelDelayed(api);
        awaitEnds(api, List.of(good, bad));
        String again = accepted(api.post("/invocations/" + bad + "/replay", "{}"));
        awaitEnds(api, List.of(again));
        history.givenUp(bad);
        history.givenUp(again);
        awaitTold(api);
    }

    /** Once, in a moment; what is left of it where a round is cut short fires later. */
    private static void ticked(Api api, String function) {
        String path = "/functions/" + function + "/triggers";
        long ahead = 2 + PATIENCE.toSeconds() / 30; // where much else runs, asking takes long
        String at = Instant.now().plusSeconds(ahead).truncatedTo(ChronoUnit.SECONDS).toString();
        Api.Answer made =
                answered(
                        api.post(
                                path,
                                "{\"type\": \"schedule\", \"expression\": \"at(%s)\"}"
                                        .formatted(at.replace("Z", ""))),
                        201);
        String runs = path + "/" + made.json().path("id").asString() + "/runs";
        await("the tick fires")
                .atMost(PATIENCE)
                .until(() -> answered(api.get(runs), 200).body().contains("\"fired\""));
    }

    private static void stored(Api api, String name) {
        answered(api.post("/buckets", "{\"name\": \"%s\"}".formatted(name)), 201);
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        Api.Answer put = api.put("/buckets/" + name + "/objects/it", bytes, "text/plain");
        assertThat(put.status()).as(put.body()).isIn(200, 201);
        Api.Answer read = answered(api.get("/buckets/" + name + "/objects/it"), 200);
        assertThat(read.body()).isEqualTo(name);
        answered(api.delete("/buckets/" + name + "/objects/it"), 204);
    }

    /** A message that was taken is run, however often the platform dies meanwhile. */
    private void triggered(Api api, String function) {
        String path = "/functions/" + function + "/triggers";
        answered(api.post("/queues", "{\"name\": \"%s\"}".formatted(function)), 201);
        String wish = "{\"type\": \"queue\", \"queue\": \"%s\"}".formatted(function);
        Api.Answer made = answered(api.post(path, wish), 201);
        answered(api.post("/queues/" + function + "/messages", "{\"body\": \"it\"}"), 201);
        queues.add(function);
        awaitEmptied(api);
        String trigger = path + "/" + made.json().path("id").asString();
        answered(api.post(trigger + "/pause", "{}"), 200);
        answered(api.delete(trigger), 204);
    }

    private void awaitEmptied(Api api) {
        for (String queue : List.copyOf(queues)) {
            await("the messages of " + queue + " are run")
                    .atMost(PATIENCE)
                    .until(() -> isEmptied(answered(api.get("/queues/" + queue), 200)));
            queues.remove(queue);
        }
    }

    private static boolean isEmptied(Api.Answer queue) {
        JsonNode messages = queue.json().path("messages");
        return messages.path("waiting").asInt() + messages.path("inFlight").asInt() == 0;
    }

    /** A change of a table makes its function run, and is passed then. */
    private static void followed(Api api, String name) {
        answered(api.post("/tables", "{\"name\": \"%s\"}".formatted(name)), 201);
        String triggers = "/functions/" + name + "/triggers";
        Api.Answer made =
                answered(
                        api.post(
                                triggers,
                                "{\"type\": \"table\", \"table\": \"%s\"}".formatted(name)),
                        201);
        String trigger = triggers + "/" + made.json().path("id").asString();
        answered(api.putJson("/tables/" + name + "/items/it", "{\"n\": 1}"), 201);
        await("the call of a change")
                .atMost(PATIENCE)
                .until(
                        () ->
                                answered(api.get("/functions/" + name + "/invocations"), 200)
                                        .json()
                                        .path("items")
                                        .valueStream()
                                        .anyMatch(
                                                each ->
                                                        each.path("source")
                                                                .asString()
                                                                .equals("table")));
        await("the change is passed")
                .atMost(PATIENCE)
                .until(
                        () ->
                                answered(api.get(trigger), 200)
                                                .json()
                                                .path("status")
                                                .path("waiting")
                                                .asInt(-1)
                                        == 0);
        answered(api.delete(trigger), 204);
    }

    /** Also those of rounds that were cut short before they came to it. */
    private void cancelDelayed(Api api) {
        for (String id : List.copyOf(delayed)) {
            answered(api.delete("/invocations/" + id), 200);
            history.cancelled(id);
            delayed.remove(id);
        }
    }

    private static void awaitTold(Api api) {
        await("all ends are told")
                .atMost(PATIENCE)
                .until(
                        () ->
                                answered(api.get("/deliveries?status=waiting"), 200)
                                        .json()
                                        .path("items")
                                        .isEmpty());
    }

    private String accepted(Api.Answer answer) {
        String id = answered(answer, 202).json().path("id").asString();
        history.accepted(id);
        return id;
    }

    /** Whatever any round has had accepted, after however many crashes. */
    void awaitAllEnds(PlatformProcess platform) {
        cancelDelayed(Api.with(platform, token));
        awaitEnds(Api.with(platform, token), history.accepted());
        awaitEmptied(Api.with(platform, token));
        awaitTold(Api.with(platform, token));
    }

    private static void awaitEnds(Api api, Collection<String> ids) {
        for (String id : ids) {
            await("the end of " + id).atMost(PATIENCE).until(() -> hasEnded(api, id));
        }
    }

    private static boolean hasEnded(Api api, String id) {
        Api.Answer answer = answered(api.get("/invocations/" + id), 200);
        String status = answer.json().path("status").asString();
        return !status.equals("queued") && !status.equals("running");
    }

    private void call(Api api, String function, String qualifier) {
        Api.Answer answer = answered(api.invoke(function, qualifier, "{\"n\": 1}"), 200);
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
