package dev.meterlark.console;

import static dev.meterlark.Asked.encoded;
import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.Tenants.Tenant;
import dev.meterlark.invocation.FakeWorkers;
import dev.meterlark.trigger.TriggeredFunction;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One form in two tabs: the second to save is told, keeps what was typed, and may save over the
 * first when they have been told.
 */
@MeterlarkTest
class TwoTabsTests {

    private static final String SETTINGS = "/functions/parse/settings";

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired FakeWorkers workers;

    private TriggeredFunction function;
    private Asked browser;
    private String token;

    @BeforeEach
    void open() {
        function = new TriggeredFunction(port, tenants, workers, "parse");
        Tenant owner = function.owner();
        browser = new Asked(port);
        browser.signIn(owner.email(), Tenants.PASSWORD);
        token = browser.formToken("/account/members");
    }

    @Test
    void ofAFunctionsUrlAsyncCallsWarmthAndTags() {
        Map<String, String> forms =
                Map.of(
                        "url",
                        "auth=key&origins=" + encoded("https://typed.example"),
                        "async",
                        "maxRetries=2&maxAge=" + encoded("77 min"),
                        "keep-warm",
                        "sandboxes=1&windows[0].timeZone=Europe/Typed&windows[0].sandboxes=2",
                        "tags",
                        "tag=team&value=typed");
        forms.forEach(
                (part, typed) -> {
                    String seen = seen(page(SETTINGS), "/functions/parse/" + part, "revision");
                    done("PATCH", "/functions/parse", "{\"description\":\"%s\"}".formatted(part));

                    secondIsTold("/functions/parse/" + part, typed + "&revision=" + seen);
                });
    }

    @Test
    void ofAPackage() {
        String form = "/functions/parse/code";
        String seen = seen(page("/functions/parse"), form, "digest");
        String other = "{\"digest\":\"%s\",\"files\":{\"more.mjs\":\"1\"}}".formatted(seen);
        done("PATCH", form, other);

        HttpResponse<String> told = upload(form, seen);
        assertThat(told.statusCode()).as(told.body()).isEqualTo(412);
        assertThat(told.body()).contains("Somebody changed the code meanwhile.");
        HttpResponse<String> again = upload(form, seen(told.body(), form, "digest"));
        assertThat(again.body()).contains("Checked and stored.", "1 file");
    }

    private HttpResponse<String> upload(String form, String digest) {
        String part = "--b\r\nContent-Disposition: form-data; name=\"";
        String body =
                part
                        + "digest\"\r\n\r\n%s\r\n".formatted(digest)
                        + part
                        + "file\"; filename=\"index.mjs\"\r\n\r\n// typed\r\n--b--\r\n";
        return browser.send(
                browser.request(
                                form,
                                "X-CSRF-TOKEN",
                                token,
                                "HX-Request",
                                "true",
                                "Content-Type",
                                "multipart/form-data; boundary=b")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void ofARole() {
        String seen = seen(page(SETTINGS), "/functions/parse/role", "revision");
        done("PUT", "/functions/parse/role", "{\"permissions\":[\"storage:read\"]}");
        done("DELETE", "/functions/parse/role", "");

        secondIsTold(
                "/functions/parse/role",
                "permissions=storage:read&functions=typed&revision=" + seen);
    }

    @Test
    void ofAnAlias() {
        done("POST", "/functions/parse/versions", "{}");
        done("PUT", "/functions/parse/aliases/live", "{\"version\":\"1\"}");
        done("PUT", "/functions/parse/aliases/live", "{\"version\":\"$LATEST\"}");
        String form = "/functions/parse/aliases/live";
        String seen = seen(page(form), form, "revision");
        String back = form + "/rollback";
        assertThat(seen(page(back), back, "revision")).isEqualTo(seen);
        done("POST", back, "");

        submit(back, "revision=" + seen);
        assertThat(page(form)).contains("someone has moved it", "Calls went to");
        secondIsTold(form, "version=1&description=typed&revision=" + seen);
    }

    @Test
    void ofATrigger() {
        String trigger =
                function.trigger("{\"type\":\"schedule\",\"expression\":\"rate(1 hour)\"}")
                        .get("id")
                        .asString();
        String form = "/triggers/%s/change".formatted(trigger);
        String seen = seen(page(form), form, "revision");
        done(
                "PATCH",
                "/functions/parse/triggers/" + trigger,
                "{\"expression\":\"rate(2 hours)\",\"revision\":%s}".formatted(seen));

        secondIsTold(
                form, "expression=" + encoded("rate(7 hours)") + "&name=typed&revision=" + seen);
    }

    @Test
    void ofAKafkaConnection() {
        String brokers = "\"brokers\":[{\"host\":\"%s.example\"}]";
        done("POST", "/kafka-connections", "{\"name\":\"events\"," + brokers.formatted("a") + "}");
        String form = "/kafka-connections/events/change";
        String seen = seen(page(form), form, "revision");
        done("PUT", "/kafka-connections/events", "{" + brokers.formatted("b") + "}");

        secondIsTold(form, "brokers=" + encoded("typed.example:1") + "&revision=" + seen);
        assertThat(page(form)).contains("typed.example:1");
    }

    @Test
    void ofARouteAndAPipeline() {
        String route = "{\"method\":\"GET\",\"path\":\"/%s\",\"function\":\"parse\"}";
        String id =
                json(function.ask("POST", "/routes", route.formatted("a"))).path("id").asString();
        done("POST", "/pipelines", "{\"name\":\"line\",\"definition\":\"parse\"}");
        String ofRoute = "/routes/" + id;
        String ofLine = "/pipelines/line/change";
        String seenRoute = seen(page(ofRoute), ofRoute, "revision");
        String seenLine = seen(page(ofLine), ofLine, "revision");
        done("PUT", ofRoute, route.formatted("b"));
        done("PATCH", "/pipelines/line", "{\"timeout\":7}");

        String typed = "method=GET&path=/typed&target=parse&auth=key&revision=";
        secondIsTold(ofRoute, typed + encoded(seenRoute));
        secondIsTold(ofLine, "definition=parse&description=typed&revision=" + seenLine);
        assertThat(page("/routes")).contains("/typed");
        assertThat(page("/pipelines/line")).contains("typed");
    }

    @Test
    void ofAQueueAndASubscription() {
        done("POST", "/queues", "{\"name\":\"jobs\"}");
        done("POST", "/topics", "{\"name\":\"orders\"}");
        done("POST", "/topics/orders/subscriptions", "{\"queue\":\"jobs\"}");
        String queue = "/queues/jobs/settings";
        String filter = "/topics/orders/subscriptions/jobs/filter";
        String seenQueue = seen(page(queue), queue, "seen");
        String seenFilter = seen(page(filter), filter, "seen");
        String unchanged = "?unchangedSince=" + encoded(seenQueue);
        done("PATCH", "/queues/jobs" + unchanged, "{\"delay\":5}");
        done("PUT", "/topics/orders/subscriptions/jobs", "{\"filter\":{\"type\":[\"paid\"]}}");

        assertThat(function.ask("PATCH", "/queues/jobs" + unchanged, "{}").statusCode())
                .isEqualTo(409);
        secondIsTold(
                queue, "delay=7&deadLetterQueue=&visibilityTimeout=31&seen=" + encoded(seenQueue));
        secondIsTold(
                filter,
                "filter=" + encoded("{\"type\":[\"typed\"]}") + "&seen=" + encoded(seenFilter));
        assertThat(page("/topics/orders")).contains("typed");
    }

    private void secondIsTold(String form, String fields) {
        HttpResponse<String> told = submit(form, fields);

        assertThat(told.statusCode()).as(told.body()).isEqualTo(409);
        assertThat(told.body()).containsAnyOf("someone has changed it", "someone has moved it");
        assertThat(told.body()).contains("See what is there now");
        assertThat(told.body())
                .as(form)
                .containsAnyOf("typed", "77 min", "Typed", "value=\"31\"", "rate(7 hours)");

        String name = fields.contains("&seen=") ? "seen" : "revision";
        String now = seen(told.body(), form, name);
        String again =
                fields.replaceAll("&%s=.*".formatted(name), "&%s=%s".formatted(name, encoded(now)));
        assertThat(submit(form, again).statusCode()).as(form).isIn(302, 400);
    }

    private HttpResponse<String> submit(String form, String fields) {
        return browser.submit(form, fields, "X-CSRF-TOKEN", token, "Accept", "text/html");
    }

    private String page(String path) {
        HttpResponse<String> page = browser.get(path, "Accept", "text/html");
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        return page.body();
    }

    private void done(String method, String path, String body) {
        HttpResponse<String> answer = function.ask(method, path, body);
        assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isLessThan(300);
    }

    /** What the form with that address carries of what it was filled from. */
    private static String seen(String page, String form, String name) {
        Matcher field =
                Pattern.compile(
                                "action=\"%s\".*?name=\"%s\" value=\"([^\"]+)\""
                                        .formatted(Pattern.quote(form), name),
                                Pattern.DOTALL)
                        .matcher(page);
        assertThat(field.find()).as("%s in %s", form, page).isTrue();
        return field.group(1);
    }
}
