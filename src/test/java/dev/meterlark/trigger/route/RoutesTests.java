package dev.meterlark.trigger.route;

import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.edge.FunctionAddresses;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Routes over the API, from being made to being served. */
@MeterlarkTest
class RoutesTests {

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired FunctionAddresses addresses;

    private Tenants.Tenant owner;

    @BeforeEach
    void newAccount() {
        owner = tenants.newOwner();
        ask("POST", "/functions", "{\"name\": \"hello\", \"runtime\": \"nodejs\"}", 201);
    }

    @Test
    void aRouteIsServedFromWhenItIsMadeToWhenItIsDeleted() {
        String slug = ask("GET", "/account", "", 200).path("slug").asString();
        JsonNode made = route("GET", "/orders/{id}", ", \"auth\": \"none\"", 201);

        awaitStatus(slug, "/orders/17", 502); // the function has no code
        awaitStatus(slug, "/other", 404);
        JsonNode changed =
                ask(
                        "PUT",
                        "/routes/" + made.path("id").asString(),
                        wish("GET", "/orders/{id}", ", \"auth\": \"key\""),
                        200);
        awaitStatus(slug, "/orders/17", 401);

        assertThat(changed.path("key").asString()).isEqualTo("GET /orders/{id}");
        assertThat(ask("GET", "/routes", "", 200).path("items")).hasSize(1);
        ask("DELETE", "/routes/" + made.path("id").asString(), "", 204);
        awaitStatus(slug, "/orders/17", 403);
    }

    @Test
    void anAliasThatARouteNamesIsNotDeletedButItsFunctionMayBe() {
        String slug = ask("GET", "/account", "", 200).path("slug").asString();
        ask("PUT", "/functions/hello/aliases/live", "{\"version\": \"$LATEST\"}", 201);
        JsonNode made = route("GET", "/live", ", \"qualifier\": \"live\", \"auth\": \"none\"", 201);

        JsonNode refused = ask("DELETE", "/functions/hello/aliases/live", "", 409);

        assertThat(refused.path("detail").asString())
                .contains("route %s (GET /live)".formatted(made.path("id").asString()));
        ask("DELETE", "/functions/hello", "", 204);
        awaitStatus(slug, "/live", 404);
        ask("DELETE", "/routes/" + made.path("id").asString(), "", 204);
        awaitStatus(slug, "/live", 403);
    }

    @Test
    void twoRoutesThatMeanTheSameRequestsAreAConflict() {
        JsonNode first = route("GET", "/orders/{id}", "", 201);

        JsonNode refused = route("GET", "/orders/{number}", "", 409);
        route("ANY", "/orders/{id}", "", 201);
        route("GET", "/orders/mine", "", 201);

        assertThat(refused.path("detail").asString()).contains(first.path("id").asString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    get | /a | | method must be one of
                    GET | a | | path must begin with a slash
                    GET | /{a}/{a} | | a parameter has a name of its own
                    GET | /a | , "auth": "oauth" | auth must be none, key or jwt
                    GET | /a | , "auth": "jwt" | auth jwt needs jwt
                    GET | /a | , "auth": "jwt", "jwt": {"issuer": "https://a.example"} | jwt.audiences must name
                    GET | /a | , "auth": "jwt", "jwt": {"issuer": "file:///etc/passwd", "audiences": ["a"]} | jwt.issuer must be a web address
                    GET | /a | , "jwt": {"issuer": "https://a.example"} | needs auth to be jwt
                    GET | /a | , "rate": {"perSecond": 0} | rate.perSecond must be 1 to
                    GET | /a | , "cors": {"allowOrigins": ["*"], "allowCredentials": true} | cors.allowCredentials
                    GET | /a | , "schema": {"$ref": "https://evil.example"} | only what is in it
                    GET | /a | , "pipeline": "p" | either a function or a pipeline
                    GET | /a | , "qualifier": "gone" | there is no function 'hello' with the version
                    GET | /a | , "schema": 7 | schema must be an object
                    """)
    void whatCannotBeIsRefusedWithTheReason(String method, String path, String more, String why) {
        JsonNode refused = route(method, path, more == null ? "" : more, 400);

        assertThat(refused.path("detail").asString()).contains(why);
    }

    private JsonNode route(String method, String path, String more, int status) {
        return ask("POST", "/routes", wish(method, path, more), status);
    }

    private static String wish(String method, String path, String more) {
        return "{\"method\": \"%s\", \"path\": \"%s\", \"function\": \"hello\"%s}"
                .formatted(method, path, more);
    }

    private JsonNode ask(String method, String path, String body, int status) {
        HttpResponse<String> answer =
                new Asked(port).ask(method, "/api/v1" + path, owner.token(), body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return status == 204 ? MissingNode.getInstance() : json(answer);
    }

    private void awaitStatus(String slug, String path, int status) {
        URI url = URI.create(addresses.base() + slug + "/-" + path);
        await(url + " answers " + status)
                .atMost(Duration.ofSeconds(20))
                .until(() -> status(url) == status);
    }

    private static int status(URI url) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(url).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
