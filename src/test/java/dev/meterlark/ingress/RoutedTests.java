package dev.meterlark.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Requests to the routes of an account. */
class RoutedTests {

    private static final String HOST = "Host: localhost";
    private static final RouteAccess.Token TOKEN =
            new RouteAccess.Token("https://issuer.example", Set.of("shop"), null, List.of());

    @TempDir Path data;

    private IngressNode node;

    @BeforeEach
    void start() throws IOException {
        node = new IngressNode(data);
        node.keys.addDeveloper(node.acme, "dev");
        node.keys.addDeveloper(AccountId.random(), "stranger");
        TokenCheck tokens = RoutedTests::checked;
        node.beans.addBean("tokens", tokens);
        HttpRoute open = RouteTreeTests.route("GET /orders/{id}");
        HttpRoute gone = RouteTreeTests.to(FunctionRef.latest("gone"), "GET /gone");
        node.accounts.replace(
                new AccountRoutes.Owner(node.acme, "acme", "123456789012"),
                List.of(
                        open,
                        gone,
                        changed("POST /keyed", new RouteAccess.Key(), RouteRates.ANY, null),
                        changed("GET /token/{rest...}", TOKEN, RouteRates.ANY, null),
                        changed(
                                "GET /slow",
                                new RouteAccess.Open(),
                                new RouteRates(0, 0, 1, 2),
                                null),
                        changed(
                                "POST /checked",
                                new RouteAccess.Open(),
                                RouteRates.ANY,
                                body -> body.length == 2 ? null : "The body must be {}.")));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void aRouteIsServedInPathFormAndUnderTheAccountsHostName() throws IOException {
        JsonNode inPath = event(node.ask("GET /acme/-/orders/a%20b?x=1 HTTP/1.1", HOST));
        JsonNode byHost = event(node.ask("GET /orders/17 HTTP/1.1", "Host: acme.fn.localhost"));

        assertThat(inPath.path("routeKey").asString()).isEqualTo("GET /orders/{id}");
        assertThat(inPath.at("/pathParameters/id").asString()).isEqualTo("a b");
        assertThat(inPath.path("rawPath").asString()).isEqualTo("/orders/a%20b");
        assertThat(inPath.at("/requestContext/routeKey").asString()).isEqualTo("GET /orders/{id}");
        assertThat(inPath.at("/headers/x-forwarded-prefix").asString()).isEqualTo("/acme/-");
        assertThat(byHost.at("/pathParameters/id").asString()).isEqualTo("17");
    }

    @Test
    void whatNoRouteFitsIsNotFoundAndOtherAccountsAreUnknown() throws IOException {
        assertThat(node.ask("PUT /acme/-/orders/17 HTTP/1.1", HOST).status()).isEqualTo(404);
        assertThat(node.ask("GET /acme/- HTTP/1.1", HOST).status()).isEqualTo(404);
        assertThat(node.ask("GET /other/-/orders/17 HTTP/1.1", HOST).status()).isEqualTo(403);
        assertThat(node.ask("GET /acme/echo/ HTTP/1.1", HOST).status()).isEqualTo(200);
    }

    @Test
    void aRouteWhoseFunctionIsGoneIsNotFoundAndSaysThatTheRouteIsThere() throws IOException {
        Wire.Answer answer = node.ask("GET /acme/-/gone HTTP/1.1", HOST);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).contains("What this route leads to is not there.");
    }

    @Test
    void aKeyOfTheAccountOpensARouteAndAStrangersIsToldWhatNobodyIs() throws IOException {
        String line = "POST /acme/-/keyed HTTP/1.1";

        assertThat(node.ask(line, HOST, "Authorization: Bearer mlk_dev").status()).isEqualTo(200);
        Wire.Answer none = node.ask(line, HOST);
        Wire.Answer stranger = node.ask(line, HOST, "Authorization: Bearer mlk_stranger");
        assertThat(none.status()).isEqualTo(401);
        assertThat(stranger.status()).isEqualTo(401);
        assertThat(stranger.body()).isEqualTo(none.body());
    }

    @Test
    void aGoodTokensClaimsAreInTheEventAndABadOneIsRefused() throws IOException {
        String line = "GET /acme/-/token/a/b HTTP/1.1";
        JsonNode event = event(node.ask(line, HOST, "Authorization: Bearer good"));

        assertThat(event.at("/requestContext/authorizer/jwt/claims/sub").asString())
                .isEqualTo("ada");
        assertThat(event.at("/pathParameters/rest").asString()).isEqualTo("a/b");
        assertThat(node.ask(line, HOST, "Authorization: Bearer bad").status()).isEqualTo(401);
        assertThat(node.ask(line, HOST).status()).isEqualTo(401);
        assertThat(node.ask(line, HOST, "Authorization: Bearer mlk_dev").status()).isEqualTo(401);
    }

    @Test
    void eachCallerHasItsShareAndIsToldToWait() throws IOException {
        String line = "GET /acme/-/slow HTTP/1.1";

        assertThat(node.ask(line, HOST).status()).isEqualTo(200);
        assertThat(node.ask(line, HOST).status()).isEqualTo(200);
        Wire.Answer refused = node.ask(line, HOST);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("retry-after")).isEqualTo("1");
    }

    @Test
    void aBodyThatTheRouteDoesNotTakeRunsNothing() throws IOException {
        int before = node.workers().requests().size();
        Wire.Answer wrong =
                node.ask("POST /acme/-/checked HTTP/1.1", HOST, "Content-Length: 3", "", "abc");
        Wire.Answer right =
                node.ask("POST /acme/-/checked HTTP/1.1", HOST, "Content-Length: 2", "", "{}");

        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.body()).contains("The body must be {}.");
        assertThat(right.status()).isEqualTo(200);
        assertThat(node.workers().requests()).hasSize(before + 1);
    }

    @Test
    void aPreflightIsAnsweredByTheRouteOfTheMethodThatItAsksFor() throws IOException {
        Wire.Answer answer =
                node.ask(
                        "OPTIONS /acme/-/slow HTTP/1.1",
                        HOST,
                        "Origin: https://shop.example",
                        "Access-Control-Request-Method: GET");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("access-control-allow-origin")).isEqualTo("https://shop.example");
    }

    private static CompletableFuture<TokenClaims> checked(RouteAccess.Token wanted, String token) {
        return token.equals("good")
                ? CompletableFuture.completedFuture(
                        new TokenClaims("ada", Map.of("sub", "ada"), List.of()))
                : CompletableFuture.failedFuture(
                        new RefusedException(ErrorCode.UNAUTHENTICATED, "the token is over"));
    }

    private static HttpRoute changed(
            String key, RouteAccess access, RouteRates rates, @Nullable BodyRule body) {
        return RouteTreeTests.with(RouteTreeTests.route(key), access, rates, body);
    }

    private static JsonNode event(Wire.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }
}
