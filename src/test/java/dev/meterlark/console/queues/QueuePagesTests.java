package dev.meterlark.console.queues;

import static dev.meterlark.Asked.encoded;
import static dev.meterlark.Asked.header;
import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.invocation.FakeWorkers;
import dev.meterlark.trigger.TriggeredFunction;
import dev.meterlark.worker.Ending;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Queues, topics, waiting calls and dead letters, with nothing but pages and their forms. */
@MeterlarkTest
class QueuePagesTests {

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired FakeWorkers workers;

    private Asked browser;
    private TriggeredFunction resize;
    private String token;

    @BeforeEach
    void signIn() {
        browser = new Asked(port);
        resize = new TriggeredFunction(port, tenants, workers, "resize");
        browser.signIn(resize.owner().email(), Tenants.PASSWORD);
        token = browser.formToken("/account/members");
    }

    @Test
    void aQueueIsMadeFilledLookedIntoEmptiedAndDeleted() {
        assertThat(page("/queues")).contains("No queues yet");
        act("/queues", "name=orders&visibilityTimeout=30&maxReceives=&deadLetterQueue=");

        assertThat(act("/queues/orders/send", "body=" + encoded("{\"n\": 1}")))
                .contains("{&quot;n&quot;: 1}", "waiting", "not yet");
        assertThat(page("/queues")).contains("orders");

        act("/queues/orders/settings", "visibilityTimeout=7");
        assertThat(page("/queues/orders/settings")).contains("value=\"7\"");
        assertThat(act("/queues/orders/purge", ""))
                .contains("Deleted messages: 1", "Nothing waits here");
        assertThat(act("/queues/orders/delete", "confirmation=other"))
                .contains("the name was not typed");
        assertThat(act("/queues/orders/delete", "confirmation=orders")).contains("No queues yet");
    }

    @Test
    void aTopicsEventsGoToWhoeverIsSubscribed() {
        act("/queues", "name=large");
        act("/topics", "name=orders");

        String filter = encoded("{\"type\": [\"paid\"]}");
        assertThat(
                        act(
                                "/topics/orders/subscriptions",
                                "kind=queue&to=large&qualifier=&filter=" + filter))
                .contains("large", "paid");
        assertThat(submit("/topics/orders/publish", "type=paid&event=nothing").body())
                .contains("no JSON", ">nothing</textarea>");
        assertThat(act("/topics/orders/publish", "type=paid&event=" + encoded("{\"n\": 1}")))
                .contains("on its way to 1");
        assertThat(act("/topics/orders/subscriptions/large/remove", "")).contains("Nobody yet");
        assertThat(act("/topics/orders/delete", ""))
                .contains("meterlark.system")
                .doesNotContain(">orders<");
    }

    @Test
    void aCallThatWaitsIsShownAndCancelled() {
        String call = call("Meterlark-Delay", "3600");
        resize.ask("POST", "/pipelines", "{\"name\":\"gallery\",\"definition\":\"resize\"}");
        call("pipelines/gallery", "Meterlark-Delay", "3600");
        call("pipelines/gallery", "Meterlark-Delay", "3600");

        assertThat(page("/async-calls"))
                .containsSubsequence(">gallery</a>", ">2</td>", ">resize</a>", ">1</td>");
        assertThat(page("/async-calls?function=resize")).contains(call);
        assertThat(page("/async-calls?function=other")).contains("no such function");
        assertThat(page("/async-calls/" + call)).contains("queued", "Cancel it");
        assertThat(act("/async-calls/" + call + "/cancel", ""))
                .contains("The call is cancelled.", "cancelled");
    }

    @Test
    void aCallThatWasGivenUpOnIsLookedAtAndRunsAgain() {
        resize.ask("PUT", "/functions/resize/async", "{\"maxRetries\": 0}");
        resize.answers(_ -> new Ending.FunctionFailed("Oops", "it broke", new byte[0]));
        String call = call("X-Nothing", "0");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> page("/dead-letters?function=resize").contains(call));

        assertThat(page("/dead-letters?function=resize&reason=age-exceeded"))
                .contains("None of these");
        assertThat(page("/dead-letters/" + call)).contains("Oops", "it broke", "&quot;n&quot;: 1");
        resize.answers(_ -> TriggeredFunction.succeeded("{\"done\": true}"));
        String again = location(submit("/dead-letters/" + call + "/replay", ""));
        await().atMost(Duration.ofSeconds(60)).until(() -> page(again).contains("succeeded"));
        assertThat(page(again)).contains("&quot;done&quot;: true");
        assertThat(page("/dead-letters/" + call)).contains("It ran again as");
        String replay = location(submit("/dead-letters/replay", "function=resize"));
        assertThat(page(replay)).contains("Run again");
        assertThat(page("/dead-letters/" + call + "/delete")).contains("Delete for good");
        submit("/dead-letters/" + call + "/delete", "");
        assertThat(page("/dead-letters")).doesNotContain(call);
        assertThat(location(submit("/dead-letters/replay", "function=gone&reason=refused")))
                .as("a refusal keeps what was asked for")
                .endsWith("?function=gone&reason=refused");
        assertThat(page("/deliveries")).contains("Everybody was told");
    }

    @Test
    void allThatAFilterMeansAreCountedAndDeletedWithoutThoseThatCameSince() {
        resize.ask("PUT", "/functions/resize/async", "{\"maxRetries\": 0}");
        resize.answers(_ -> new Ending.FunctionFailed("Oops", "it broke", new byte[0]));
        String first = call("X-Nothing", "0");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> page("/dead-letters?function=resize").contains(first));
        String asked = page("/dead-letters/delete?function=resize&errorType=Oops");
        String until = asked.replaceAll("(?s).*name=\"until\" value=\"([^\"]+)\".*", "$1");
        String second = call("X-Nothing", "0");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> page("/dead-letters?function=resize").contains(second));

        assertThat(asked).contains("Delete 1 dead letter?");
        submit("/dead-letters/delete", "function=resize");
        assertThat(page("/dead-letters")).as("without a count").contains(first, second);
        String list =
                location(
                        submit(
                                "/dead-letters/delete",
                                "function=resize&errorType=Oops&until=" + until));
        assertThat(page(list)).contains("1 dead letter is deleted", second).doesNotContain(first);
    }

    private String call(String header, String value) {
        return call("functions/resize", header, value);
    }

    private String call(String target, String header, String value) {
        HttpResponse<String> accepted =
                browser.postJson(
                        "/api/v1/" + target + "/invocations",
                        resize.owner().token(),
                        "{\"n\": 1}",
                        "Prefer",
                        "respond-async",
                        header,
                        value);
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        return json(accepted).path("id").asString();
    }

    private static String location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        URI to = URI.create(header(answer, "Location"));
        return to.getRawQuery() == null
                ? to.getRawPath()
                : to.getRawPath() + "?" + to.getRawQuery();
    }

    private String page(String path) {
        return browser.get(path, "Accept", "text/html").body();
    }

    /** And goes where the answer leads, as a browser does: what it has to say is said once. */
    private String act(String path, String fields) {
        return page(location(submit(path, fields)));
    }

    private HttpResponse<String> submit(String path, String fields) {
        return browser.submit(path, fields, "X-CSRF-TOKEN", token, "Accept", "text/html");
    }
}
