package dev.meterlark.function;

import static dev.meterlark.Asked.header;
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
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Events that a team keeps to call its function with, over REST. */
@MeterlarkTest
class SavedEventRoutesTests {

    private static final String EVENTS = "/api/v1/functions/hello/events";

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired JdbcClient database;

    private Tenants.Tenant owner;

    @BeforeEach
    void newFunction() {
        owner = tenants.newOwner();
        made();
    }

    @Test
    void whatIsSavedIsThereForTheWholeTeamAsItWasSaved() {
        JsonNode saved = json(ask("PUT", EVENTS + "/order-paid", "{\"id\":  7}"));

        assertThat(saved.get("contentType").asString()).isEqualTo("application/json");
        assertThat(saved.get("bytes").asInt()).isEqualTo(10);
        assertThat(saved.get("savedBy").asString()).startsWith("key:");
        HttpResponse<String> got = ask("GET", EVENTS + "/order-paid", "");
        assertThat(got.body()).isEqualTo("{\"id\":  7}");
        assertThat(header(got, "Content-Type")).isEqualTo("application/json");
        assertThat(header(got, "Content-Security-Policy")).isEqualTo("sandbox");
        assertThat(json(ask("GET", EVENTS, "")).at("/items/0")).isEqualTo(saved);
        assertThat(ask("GET", "/api/v1/audit?limit=1", "").body())
                .contains("function.event-saved", "function:hello", "order-paid");
    }

    @Test
    void oneOfTheSameNameTakesItsPlaceAndAnyMayGo() {
        ask("PUT", EVENTS + "/a", "{\"v\":1}");
        ask("PUT", EVENTS + "/a", "{\"v\":2}");
        ask("PUT", EVENTS + "/b", "{}");

        assertThat(ask("GET", EVENTS + "/a", "").body()).isEqualTo("{\"v\":2}");
        JsonNode first = json(ask("GET", EVENTS + "?limit=1", ""));
        JsonNode rest =
                json(ask("GET", EVENTS + "?cursor=" + first.get("nextCursor").asString(), ""));
        assertThat(rest.at("/items/0/name").asString()).isEqualTo("b");
        assertThat(rest.get("nextCursor").isNull()).isTrue();

        assertThat(ask("DELETE", EVENTS + "/a", "").statusCode()).isEqualTo(204);
        assertThat(ask("DELETE", EVENTS + "/a", "").statusCode()).isEqualTo(404);
        assertThat(json(ask("GET", EVENTS, "")).get("items")).hasSize(1);
    }

    @Test
    void otherTextIsSavedWithItsOwnType() {
        HttpResponse<String> saved = put(EVENTS + "/note", "text/plain; charset=utf-8", "¡hola!");

        assertThat(saved.statusCode()).as(saved.body()).isEqualTo(200);
        assertThat(json(saved).get("contentType").asString()).isEqualTo("text/plain");
        assertThat(ask("GET", EVENTS + "/note", "").body()).isEqualTo("¡hola!");
    }

    @Test
    void theyGoWithTheirFunctionAndANewOneOfItsNameHasNone() {
        ask("PUT", EVENTS + "/a", "{}");

        ask("DELETE", "/api/v1/functions/hello", "");

        assertThat(
                        database.sql("select count(*) from saved_event where account_id = ?")
                                .param(owner.account().id().value())
                                .query(Long.class)
                                .single())
                .isZero();
        made();
        assertThat(json(ask("GET", EVENTS, "")).get("items")).isEmpty();
    }

    @Test
    void noneIsAnotherAccounts() {
        ask("PUT", EVENTS + "/a", "{}");
        String stranger = tenants.newOwner().token();

        var foreign = new Asked(port).ask("GET", EVENTS + "/a", stranger, "");
        var missing = new Asked(port).ask("GET", EVENTS.replace("hello", "x") + "/a", stranger, "");

        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(json(foreign).get("detail")).isEqualTo(json(missing).get("detail"));
    }

    @Test
    void aFunctionHasSoManyAndNoMore() {
        for (int i = 0; i < 50; i++) {
            assertThat(ask("PUT", EVENTS + "/e" + i, "{}").statusCode()).isEqualTo(200);
        }

        var refused = ask("PUT", EVENTS + "/one-more", "{}");

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("50 saved events, as many as one may have");
        assertThat(ask("PUT", EVENTS + "/e1", "[]").statusCode()).isEqualTo(200);
    }

    @Test
    void oneThatIsTooLargeIsRefused() {
        var refused = ask("PUT", EVENTS + "/big", "\"%s\"".formatted("x".repeat(256 * 1024)));

        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.body()).contains("may have 262144 bytes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-a | application/json | {} | begins with a letter or a digit; was: '-a'",
                "a%20b | application/json | {} | was: 'a b'",
                "a | application/json | {not json | must be JSON",
                "a | application/cloudevents+json | nothing | must be JSON",
                "a | */* | {} | Content-Type must be a media type",
            })
    void whatIsNoneIsRefused(String name, String type, String body, String why) {
        HttpResponse<String> refused = put(EVENTS + "/" + name, type, body);

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(json(refused).get("detail").asString()).contains(why);
    }

    private void made() {
        assertThat(
                        ask(
                                        "POST",
                                        "/api/v1/functions",
                                        "{\"name\": \"hello\", \"runtime\": \"nodejs\"}")
                                .statusCode())
                .isEqualTo(201);
    }

    private HttpResponse<String> put(String path, String type, String body) {
        Asked asked = new Asked(port);
        return asked.send(
                asked.request(
                                path,
                                "Authorization",
                                "Bearer " + owner.token(),
                                "Content-Type",
                                type)
                        .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> ask(String method, String path, String body) {
        return new Asked(port).ask(method, path, owner.token(), body);
    }
}
