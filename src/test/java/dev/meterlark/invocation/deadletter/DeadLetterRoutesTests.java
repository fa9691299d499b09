package dev.meterlark.invocation.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.invocation.AcceptGuard;
import dev.meterlark.invocation.EndListener;
import dev.meterlark.invocation.EndReason;
import dev.meterlark.invocation.EndedCall;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.FakeWorkers;
import dev.meterlark.invocation.FunctionNames;
import dev.meterlark.invocation.destination.EndedCalls;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.worker.Ending;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.transaction.support.TransactionTemplate;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Calls that were given up on: kept, listed, run again. */
@MeterlarkTest
class DeadLetterRoutesTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String LETTERS = "/api/v1/functions/hello/dead-letters";

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired List<EndListener> listeners;
    @Autowired List<AcceptGuard> guards;
    @Autowired TransactionTemplate transaction;
    @Autowired FunctionNames names;
    @Autowired FakeWorkers workers;

    private Tenants.Tenant owner;
    private FunctionId function;
    private String handler;

    @BeforeEach
    void newFunction() {
        owner = tenants.newOwner();
        handler = "index." + owner.account().slug().replace("-", "");
        workers.behave(handler, (_, _) -> FakeWorkers.failed("Oops", "no"));
        create("hello");
        ask("PUT", "/api/v1/functions/hello/async", "{\"maxRetries\": 0}");
        function = names.functionId(owner.account().id(), "hello").orElseThrow();
    }

    @Test
    void aCallThatIsGivenUpOnIsKeptWithItsEventAndWhy() {
        String id = sent("{\"n\":  1.50}");
        eventually(() -> letters("").size() == 1);

        JsonNode whole = json(ask("GET", "/api/v1/dead-letters/" + id, ""));
        assertThat(whole.path("reason").asString()).isEqualTo("retries-exhausted");
        assertThat(whole.path("errorType").asString()).isEqualTo("Oops");
        assertThat(whole.path("errorMessage").asString()).isEqualTo("no");
        assertThat(whole.path("attempts").asInt()).isEqualTo(1);
        assertThat(whole.path("source").asString()).isEqualTo("rest");
        assertThat(ask("GET", "/api/v1/dead-letters/" + id, "").body())
                .as("as it came")
                .contains("\"event\":{\"n\":  1.50}");
    }

    @Test
    void oneIsReplayedOnceHoweverOftenItIsAsked() {
        String id = sent("{\"n\": 1}");
        eventually(() -> letters("").size() == 1);
        workers.behave(
                handler, (_, request) -> new Ending.Succeeded(request.payload(), Event.JSON));

        HttpResponse<String> first = ask("POST", "/api/v1/invocations/" + id + "/replay", "");
        HttpResponse<String> second = ask("POST", "/api/v1/invocations/" + id + "/replay", "");

        assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
        String replay = json(first).path("id").asString();
        assertThat(json(second).path("id").asString()).isEqualTo(replay).isNotEqualTo(id);
        eventually(() -> status(replay).equals("succeeded"));
        assertThat(ask("GET", "/api/v1/invocations/" + replay + "/result", "").body())
                .isEqualTo("{\"n\": 1}");
        JsonNode letter = json(ask("GET", "/api/v1/dead-letters/" + id, ""));
        assertThat(letter.path("replayedAs").asString()).isEqualTo(replay);
        assertThat(letter.has("event")).as("it went into the replay").isFalse();
    }

    @Test
    void aCallThatSucceededIsReplayedForAsLongAsItsEventIsKept() {
        workers.behave(
                handler, (_, request) -> new Ending.Succeeded(request.payload(), Event.JSON));
        String id = sent("{\"n\": 2}");
        String path = "/api/v1/invocations/" + id + "/replay";
        eventually(() -> ask("POST", path, "").statusCode() == 202);

        String replay = json(ask("POST", path, "")).path("id").asString();
        eventually(() -> status(replay).equals("succeeded"));
        assertThat(ask("GET", "/api/v1/invocations/" + replay + "/result", "").body())
                .isEqualTo("{\"n\": 2}");

        ask("PUT", "/api/v1/account/call-content", "{\"keep\": false}");
        HttpResponse<String> later = ask("POST", path, "");
        assertThat(later.statusCode()).isEqualTo(409);
        assertThat(later.body()).contains("the call has succeeded", "is not kept any more");
    }

    @Test
    void manyAreReplayedByAFilterAlsoTwiceAtOnceAndEachOnce() {
        for (int i = 0; i < 60; i++) {
            end(EndReason.RETRIES_EXHAUSTED);
        }
        end(EndReason.AGE_EXCEEDED);
        workers.behave(
                handler, (_, request) -> new Ending.Succeeded(request.payload(), Event.JSON));
        String filter = "{\"reason\": \"retries-exhausted\", \"errorType\": \"Oops\"}";

        JsonNode first = json(ask("POST", LETTERS + "/replay", filter));
        JsonNode second = json(ask("POST", LETTERS + "/replay", filter));
        assertThat(first.path("letters").asInt()).isEqualTo(60);
        eventually(() -> isDone(first) && isDone(second));

        List<String> made = new ArrayList<>();
        for (JsonNode letter : letters("?limit=100")) {
            if (letter.path("reason").asString().equals("retries-exhausted")) {
                made.add(letter.path("replayedAs").asString());
            } else {
                assertThat(letter.has("replayedAs")).isFalse();
            }
        }
        assertThat(made).hasSize(60).doesNotHaveDuplicates().doesNotContain("");
        assertThat(replay(first).path("refused").asInt()).isZero();
        assertThat(replay(first).path("trouble").asString()).isEmpty();
    }

    @Test
    void whatDiesAgainIsANewLetterAndNotPartOfTheSameReplay() {
        end(EndReason.RETRIES_EXHAUSTED);
        JsonNode begun = json(ask("POST", LETTERS + "/replay", "{}"));

        eventually(() -> isDone(begun) && letters("").size() == 2);
        assertThat(replay(begun).path("replayed").asInt()).isEqualTo(1);
    }

    @Test
    void theListIsPagedNewestFirstAndFiltered() {
        for (int i = 0; i < 5; i++) {
            end(EndReason.RETRIES_EXHAUSTED);
        }
        end(EndReason.FUNCTION_GONE);
        JsonNode page = json(ask("GET", LETTERS + "?limit=4", ""));
        JsonNode rest =
                json(
                        ask(
                                "GET",
                                LETTERS + "?limit=4&cursor=" + page.path("nextCursor").asString(),
                                ""));

        assertThat(page.path("items").size() + rest.path("items").size()).isEqualTo(6);
        assertThat(rest.path("nextCursor").isNull()).isTrue();
        assertThat(letters("?reason=function-gone")).hasSize(1);
        assertThat(letters("?errorType=Oops")).hasSize(6);
        assertThat(letters("?errorType=Other")).isEmpty();
        assertThat(letters("?from=2026-11-01T10:01:02Z")).isEmpty();
        assertThat(letters("?to=2026-11-01T10:01:02Z")).hasSize(6);
        assertThat(json(ask("GET", "/api/v1/dead-letters", "")).path("items")).hasSize(6);
    }

    @ParameterizedTest
    @CsvSource({
        "?limit=0, limit must be 1 to 100",
        "?limit=101, limit must be 1 to 100",
        "?reason=succeeded, reason must be",
        "?from=yesterday, from must be a time",
        "?cursor=x, cursor is not one"
    })
    void whatCannotBeListedIsRefused(String query, String why) {
        HttpResponse<String> refused = ask("GET", LETTERS + query, "");

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(refused.body()).contains(why);
    }

    @Test
    void aDeletedOneIsGone() {
        EndedCall call = end(EndReason.RETRIES_EXHAUSTED);
        String path = "/api/v1/dead-letters/" + call.id();

        assertThat(ask("DELETE", path, "").statusCode()).isEqualTo(204);
        assertThat(ask("DELETE", path, "").statusCode()).isEqualTo(404);
        assertThat(ask("GET", path, "").statusCode()).isEqualTo(404);
        assertThat(ask("POST", "/api/v1/invocations/" + call.id() + "/replay", "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void manyAreCountedAndThenDeletedUpToWhereTheyWereCounted() {
        for (int i = 0; i < 3; i++) {
            end(EndReason.RETRIES_EXHAUSTED);
        }
        end(EndReason.AGE_EXCEEDED);
        String filter = "?reason=retries-exhausted";
        JsonNode count = json(ask("GET", LETTERS + "/count" + filter, ""));
        String wish = "{\"reason\": \"retries-exhausted\", \"to\": \"%s\"}";

        assertThat(count.path("letters").asInt()).isEqualTo(3);
        assertThat(count.path("eventBytes").asLong()).isPositive();
        assertThat(ask("POST", LETTERS + "/delete", "").statusCode()).as("unseen").isEqualTo(400);
        HttpResponse<String> none =
                ask("POST", LETTERS + "/delete", wish.formatted("2026-01-01T00:00:00Z"));
        assertThat(json(none).path("deleted").asInt()).isZero();
        HttpResponse<String> some =
                ask("POST", LETTERS + "/delete", wish.formatted(count.path("to").asString()));
        assertThat(json(some).path("deleted").asInt()).as(some.body()).isEqualTo(3);
        assertThat(letters("")).hasSize(1);
        assertThat(ask("GET", "/api/v1/audit?action=dead-letters.deleted", "").body())
                .contains("\"letters\":3");

        String all = json(ask("GET", "/api/v1/dead-letters/count", "")).path("to").asString();
        ask("POST", "/api/v1/dead-letters/delete", "{\"to\": \"" + all + "\"}");
        assertThat(letters("")).isEmpty();
    }

    @Test
    void anotherFunctionOfTheSameNameDoesNotGetTheEvent() {
        EndedCall call = end(EndReason.RETRIES_EXHAUSTED);
        ask("DELETE", "/api/v1/functions/hello", "");
        String path = "/api/v1/invocations/" + call.id() + "/replay";

        HttpResponse<String> gone = ask("POST", path, "");
        assertThat(gone.statusCode()).as(gone.body()).isEqualTo(409);
        assertThat(json(ask("GET", "/api/v1/dead-letters", "")).path("items")).hasSize(1);

        create("hello");
        HttpResponse<String> another = ask("POST", path, "");
        assertThat(another.statusCode()).isEqualTo(409);
        assertThat(another.body()).contains("another has its name");
        assertThat(letters("")).as("of the new function").isEmpty();
    }

    @Test
    void anEventThatIsNoJsonIsShownAsTextOrInBase64() {
        EndedCall text =
                end(
                        EndedCalls.call(
                                        owner.account().id(),
                                        function,
                                        EndReason.REFUSED,
                                        0,
                                        "plain \"text\"",
                                        "text/plain")
                                .with(new byte[0], null, "it cannot be run", null, null));

        JsonNode shown = json(ask("GET", "/api/v1/dead-letters/" + text.id(), ""));
        assertThat(shown.path("event").asString()).isEqualTo("plain \"text\"");
        assertThat(shown.path("attempts").asInt()).isZero();
    }

    @Test
    void whoeverHasRoomIsNotHeldUp() {
        guards.forEach(each -> each.check(owner.account().id(), Event.json(new byte[0], "rest")));
    }

    private void create(String name) {
        HttpResponse<String> made =
                ask(
                        "POST",
                        "/api/v1/functions",
                        """
                        {"name": "%s", "runtime": "nodejs20", "handler": "%s",
                         "code": {"source": "//"}}
                        """
                                .formatted(name, handler));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    }

    private String sent(String event) {
        HttpResponse<String> accepted =
                new Asked(port)
                        .post(
                                "/api/v1/functions/hello/invocations",
                                event,
                                "Content-Type",
                                "application/json",
                                "Prefer",
                                "respond-async",
                                "Authorization",
                                "Bearer " + owner.token());
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        return json(accepted).path("id").asString();
    }

    private EndedCall end(EndReason reason) {
        return end(EndedCalls.failed(owner.account().id(), function, reason, null));
    }

    private EndedCall end(EndedCall call) {
        transaction.executeWithoutResult(_ -> listeners.forEach(each -> each.ended(List.of(call))));
        return call;
    }

    private List<JsonNode> letters(String query) {
        HttpResponse<String> answer = ask("GET", LETTERS + query, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        List<JsonNode> items = new ArrayList<>();
        json(answer).path("items").forEach(items::add);
        return items;
    }

    private boolean isDone(JsonNode replay) {
        return replay(replay).path("status").asString().equals("done");
    }

    private JsonNode replay(JsonNode begun) {
        return json(ask("GET", "/api/v1/replays/" + begun.path("id").asString(), ""));
    }

    private String status(String id) {
        return json(ask("GET", "/api/v1/invocations/" + id, "")).path("status").asString();
    }

    private HttpResponse<String> ask(String method, String path, String body) {
        return new Asked(port).ask(method, path, owner.token(), body);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return new JsonMapper().readTree(answer.body());
    }

    private static void eventually(BooleanSupplier holds) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            LockSupport.parkNanos(20_000_000);
        }
    }
}
