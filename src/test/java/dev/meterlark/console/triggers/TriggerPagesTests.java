package dev.meterlark.console.triggers;

import static dev.meterlark.Asked.encoded;
import static dev.meterlark.Asked.header;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.invocation.FakeWorkers;
import dev.meterlark.storage.queue.QueueSettings;
import dev.meterlark.storage.queue.Queues;
import dev.meterlark.trigger.TriggerKind;
import dev.meterlark.trigger.TriggeredFunction;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;

/** Triggers are made, looked at and changed with nothing but forms. */
@MeterlarkTest
class TriggerPagesTests {

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired FakeWorkers workers;
    @Autowired Queues queues;
    @Autowired List<TriggerKind<?>> kinds;

    private Asked browser;
    private TriggeredFunction resize;

    @BeforeEach
    void signIn() {
        browser = new Asked(port);
        resize = new TriggeredFunction(port, tenants, workers, "resize");
        browser.signIn(resize.owner().email(), Tenants.PASSWORD);
    }

    @Test
    void everyTypeThatThereIsHasAForm() {
        assertThat(kinds)
                .extracting(TriggerKind::type)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(TriggerType.values()).map(TriggerType::wireName).toList());

        for (TriggerType type : TriggerType.values()) {
            HttpResponse<String> form = page("/triggers/new?type=" + type.wireName());
            assertThat(form.statusCode()).as(type.wireName()).isEqualTo(200);
            type.own().forEach(field -> assertThat(form.body()).contains(field.name()));
        }
    }

    @Test
    void oneIsMadeChangedTriedPausedAndDeleted() {
        queues.create(tenants.caller(resize.owner()), "orders", QueueSettings.USUAL);
        String one =
                made(
                        "type=queue&target=resize&queue=orders&maxConcurrency=3&enabled=on"
                                + "&batchSize=5&filter="
                                + encoded("{\"body\": {\"kind\": [\"large\"]}}"));

        assertThat(page(one).body())
                .contains("Queue", "orders", "up to 5, as they come", "large", "enabled");
        assertThat(page("/triggers").body()).contains(one);
        assertThat(page("/functions/resize/triggers").body()).contains(one);
        assertThat(page(one + "/change").body()).contains("value=\"3\"", "large");

        submit(one + "/change", "queue=orders&maxConcurrency=4&batchSize=6&filter=");
        assertThat(page(one).body()).contains("up to 6, as they come").doesNotContain("large");

        assertThat(page(one + "/test").body()).contains("aws:sqs", "wanted");
        assertThat(submit(one + "/test", "event=" + encoded("{\"Records\": []}")).body())
                .contains("Accepted as");
        assertThat(submit(one + "/preview", "event=nothing").body()).contains("no JSON");

        submit(one + "/pause", "");
        assertThat(page(one).body()).contains("paused", "Resume");
        submit(one + "/delete", "");
        assertThat(page(one).statusCode()).isEqualTo(404);
    }

    @Test
    void whatIsRefusedIsToldBesideItsFieldAndNothingTypedIsLost() {
        HttpResponse<String> answer =
                submit(
                        "/triggers",
                        "type=schedule&target=resize&expression=every+day&timeZone=Berlin");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("value=\"every day\"", "value=\"Berlin\"");
        assertThat(page("/triggers/new/preview?expression=0+8+*+*+*&timeZone=Berlin").body())
                .contains("did you mean Europe/Berlin?");
        assertThat(page("/triggers/new/preview?expression=0+8+*+*+*&timeZone=UTC").body())
                .contains("T08:00:00Z");
    }

    @Test
    void aTimerShowsItsNextTenRuns() {
        String one =
                made("type=schedule&target=resize&expression=0+8+*+*+*&timeZone=UTC&enabled=on");

        assertThat(page(one).body().split("T08:00:00Z\"")).hasSizeGreaterThan(10);
        assertThat(page("/triggers?type=schedule").body()).contains("T08:00:00Z\"");
        assertThat(page("/functions/resize/triggers").body()).contains("T08:00:00Z\"");
        submit(one + "/pause", "");
        assertThat(page("/triggers?type=schedule").body()).doesNotContain("T08:00:00Z\"");
    }

    @Test
    void anotherSecretOfAWebhookIsShownOnce() {
        String one = made("type=webhook&target=resize&preset=github&enabled=on");

        String shown = submit(one + "/secret", "secret=&overlap=60").body();

        assertThat(shown).contains("The new secret", "The one before is good until");
        assertThat(page(one).body()).contains("/-/hooks/").doesNotContain("The new secret");
    }

    @Test
    void aRouteIsMadeChangedAndDeleted() {
        String wrong = "target=resize&method=GET&path=orders&auth=none";
        assertThat(submit("/routes", wrong).body()).contains("value=\"orders\"", "path");
        submit("/routes", "target=resize&method=GET&path=/orders/{id}&auth=none&rate.perSecond=5");

        String list = page("/routes").body();
        String one = list.replaceAll("(?s).*href=\"(/routes/[0-9a-f-]{36})\".*", "$1");
        assertThat(list).contains("GET /orders/{id}", "anyone");
        assertThat(page(one).body()).contains("value=\"5\"", "value=\"resize\"");
        submit(one, "target=resize&method=POST&path=/orders&auth=key");
        assertThat(page("/routes").body()).contains("POST /orders", "keys");
        submit(one + "/delete", "");
        assertThat(page("/routes").body()).contains("No routes yet");
    }

    private String made(String fields) {
        HttpResponse<String> answer = submit("/triggers", fields);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        return URI.create(header(answer, "Location")).getPath();
    }

    private HttpResponse<String> page(String path) {
        return browser.get(path, "Accept", "text/html");
    }

    private HttpResponse<String> submit(String path, String fields) {
        String token = browser.formToken("/account/members");
        return browser.submit(path, fields, "X-CSRF-TOKEN", token, "Accept", "text/html");
    }
}
