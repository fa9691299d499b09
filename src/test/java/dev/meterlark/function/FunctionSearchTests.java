package dev.meterlark.function;

import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import tools.jackson.databind.JsonNode;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Functions found by text and tags, changed only as they were read, and asked what needs them. */
@MeterlarkTest
class FunctionSearchTests {

    private static final String FUNCTIONS = "/api/v1/functions";

    @LocalServerPort int port;
    @Autowired Tenants tenants;

    private Tenants.Tenant owner;
    private Asked asked;

    @BeforeEach
    void newAccount() {
        owner = tenants.newOwner();
        asked = new Asked(port);
    }

    @Test
    void aTextIsLookedForInNamesAndDescriptionsAndStandsForItself() {
        make("resize", "\"description\": \"Makes 100% of them small\"");
        make("resize-all", "\"tags\": {\"team\": \"shop\"}");
        make("other", "\"description\": \"not that RESIZE one\"");
        make("mail", "\"tags\": {\"a_b\": \"resize\"}");

        assertThat(found("search=ReSize")).containsExactly("other", "resize", "resize-all");
        assertThat(found("search=100%25")).containsExactly("resize");
        assertThat(found("search=100_")).isEmpty();
        assertThat(found("search=al")).containsExactly("resize", "resize-all");
        assertThat(found("search=")).hasSize(4);
    }

    @Test
    void aTagIsMeantWithAndWithoutItsValueAndAsAWhole() {
        make("one", "\"tags\": {\"team\": \"shop\", \"stage\": \"test\"}");
        make("two", "\"tags\": {\"team\": \"shop/eu\"}");
        make("three", "\"tags\": {\"my team\": \"shop\", \"a_b\": \"\"}");
        make("four", "\"tags\": {\"axb\": \"\"}");

        assertThat(found("tag=team")).containsExactly("one", "two");
        assertThat(found("tag=" + encoded("team=shop"))).containsExactly("one");
        assertThat(found("tag=team&tag=stage")).containsExactly("one");
        assertThat(found("tag=" + encoded("a_b="))).containsExactly("three");
        assertThat(found("tag=shop")).isEmpty();
        assertThat(found("tag=team&search=tw")).containsExactly("two");
    }

    @Test
    void whatIsFoundIsReadPageByPageAndOfOneAccountAlone() {
        for (int i = 1; i <= 5; i++) {
            make("f" + i, "\"tags\": {\"team\": \"shop\"}");
        }
        JsonNode first = json(ask("GET", FUNCTIONS + "?tag=team&limit=3", ""));
        String cursor = first.path("nextCursor").asString();

        assertThat(names(first)).containsExactly("f1", "f2", "f3");
        assertThat(found("tag=team&limit=3&cursor=" + cursor)).containsExactly("f4", "f5");
        owner = tenants.newOwner();
        assertThat(found("tag=team")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "tag=a%3Cb, a tag's name",
        "search=a%00b, a character that no name has",
        "tag=%3Dx, a tag's name",
        "tag=a&tag=b&tag=c&tag=d&tag=e&tag=f&tag=g&tag=h&tag=i&tag=j&tag=k, tag may be given 10"
    })
    void aTagThatCanBeNobodysIsRefused(String query, String reason) {
        HttpResponse<String> answer = ask("GET", FUNCTIONS + "?" + query, "");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(reason);
    }

    @Test
    void aTextLongerThanAnyNameIsRefused() {
        HttpResponse<String> answer = ask("GET", FUNCTIONS + "?search=" + "x".repeat(201), "");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("search may have 200 characters, had: 201");
    }

    @Test
    void aChangeOfWhatSomebodyElseHasChangedIsRefused() {
        long read = make("hello", "\"timeout\": 3").path("revision").asLong();
        String change = "{\"timeout\": %d, \"revision\": " + read + "}";

        assertThat(ask("PATCH", FUNCTIONS + "/hello", change.formatted(5)).statusCode())
                .isEqualTo(200);
        HttpResponse<String> second = ask("PATCH", FUNCTIONS + "/hello", change.formatted(7));

        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body()).contains("someone has changed it meanwhile");
        assertThat(json(ask("GET", FUNCTIONS + "/hello", "")).path("timeout").asInt()).isEqualTo(5);
    }

    @Test
    void whatNeedsAFunctionIsNamedBeforeItIsDeleted() {
        make("hello", "\"timeout\": 3");
        make("teller", "\"timeout\": 3");
        ask("PUT", FUNCTIONS + "/hello/aliases/live", "{\"version\": \"$LATEST\"}");
        ask("POST", "/api/v1/topics", "{\"name\": \"orders\"}");
        String about = "{\"type\": \"topic\", \"topic\": \"orders\"}";
        HttpResponse<String> trigger = ask("POST", FUNCTIONS + "/hello/triggers", about);
        assertThat(trigger.statusCode()).as(trigger.body()).isEqualTo(201);
        ask(
                "PUT",
                FUNCTIONS + "/teller/async",
                "{\"onFailure\": {\"type\": \"function\", \"function\": \"hello\"}}");

        JsonNode needing = json(ask("GET", FUNCTIONS + "/hello/dependents", ""));

        assertThat(needing.path("pointing").toString()).isEqualTo("[\"destination of teller\"]");
        assertThat(needing.path("paused").toString()).isEqualTo("[\"topic trigger of orders\"]");
        assertThat(needing.path("aliases").asInt()).isEqualTo(1);
        assertThat(needing.path("versions").asInt()).isZero();
    }

    private JsonNode make(String name, String more) {
        String body = "{\"name\": \"%s\", \"runtime\": \"nodejs\", %s}".formatted(name, more);
        HttpResponse<String> made = ask("POST", FUNCTIONS, body);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return json(made);
    }

    private List<String> found(String query) {
        HttpResponse<String> answer = ask("GET", FUNCTIONS + "?" + query, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return names(json(answer));
    }

    private static List<String> names(JsonNode list) {
        List<String> names = new ArrayList<>();
        list.path("items").forEach(item -> names.add(item.path("name").asString()));
        return names;
    }

    private HttpResponse<String> ask(String method, String path, String body) {
        return asked.ask(method, path, owner.token(), body);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
