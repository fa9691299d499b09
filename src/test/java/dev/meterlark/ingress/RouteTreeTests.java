package dev.meterlark.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

class RouteTreeTests {

    private static final RouteTree TREE =
            tree(
                    "GET /",
                    "GET /orders",
                    "GET /orders/{id}",
                    "GET /orders/mine",
                    "ANY /orders/{id}",
                    "GET /orders/{id}/lines/{line}",
                    "GET /files/{rest...}",
                    "GET /files/read-me",
                    "POST /{any...}",
                    "GET /a/{x}/c",
                    "GET /a/b/{rest...}");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    GET | / | GET / | {}
                    GET | /orders | GET /orders | {}
                    GET | /orders/17 | GET /orders/{id} | {id=17}
                    GET | /orders/mine | GET /orders/mine | {}
                    PUT | /orders/mine | ANY /orders/{id} | {id=mine}
                    DELETE | /orders/17 | ANY /orders/{id} | {id=17}
                    GET | /orders/a%2Fb%20c+d | GET /orders/{id} | {id=a/b c+d}
                    GET | /orders/17/lines/3 | GET /orders/{id}/lines/{line} | {id=17, line=3}
                    GET | /files/a/b/c.txt | GET /files/{rest...} | {rest=a/b/c.txt}
                    GET | /files/ | GET /files/{rest...} | {rest=}
                    GET | /files/read-me | GET /files/read-me | {}
                    GET | /files/%72ead-me | GET /files/read-me | {}
                    POST | /anything/at/all | POST /{any...} | {any=anything/at/all}
                    GET | /a/b/c | GET /a/b/{rest...} | {rest=c}
                    GET | /a/z/c | GET /a/{x}/c | {x=z}
                    """)
    void theMostSpecificThatFitsWins(String method, String path, String key, String parameters) {
        RouteTree.Match match = Objects.requireNonNull(TREE.find(method, path));

        assertThat(match.route().key()).isEqualTo(key);
        assertThat(match.parameters().toString()).isEqualTo(parameters);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/order",
        "GET,/orders/",
        "GET,/orders//lines/1",
        "GET,/files",
        "PUT,/orders",
        "GET,//"
    })
    void whatNoneFitsIsNothing(String method, String path) {
        assertThat(TREE.find(method, path)).isNull();
    }

    @Test
    void aPathOfTenThousandSegmentsIsLookedAtQuickly() {
        assertThat(TREE.find("GET", "/a".repeat(10_000))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders",
                "/{}",
                "/{a b}",
                "/{id}/{id}",
                "/{rest...}/x",
                "/a b",
                "/..",
                "/%2e",
                "/{1a}",
                "/x{id}"
            })
    void whatIsNoPathIsRefused(String path) {
        assertThatThrownBy(() -> PathTemplate.parse(path)).isInstanceOf(RefusedException.class);
    }

    @Test
    void pathsThatMeanTheSameHaveOneShape() {
        assertThat(PathTemplate.parse("/a/{x}/{rest...}").shape())
                .isEqualTo(PathTemplate.parse("/a/{y}/{other...}").shape())
                .isNotEqualTo(PathTemplate.parse("/a/{y}/{z}").shape());
        assertThatThrownBy(() -> PathTemplate.parse("/" + "a/".repeat(40)))
                .isInstanceOf(RefusedException.class);
    }

    private static RouteTree tree(String... keys) {
        return new RouteTree(Arrays.stream(keys).map(RouteTreeTests::route).toList());
    }

    static HttpRoute route(String key) {
        return to(FunctionRef.latest("echo"), key);
    }

    static HttpRoute to(FunctionRef function, String key) {
        String[] parts = key.split(" ");
        return new HttpRoute(
                key,
                parts[0],
                parts[1],
                PathTemplate.parse(parts[1]),
                function,
                new RouteAccess.Open(),
                null,
                RouteRates.ANY,
                null);
    }

    static HttpRoute with(
            HttpRoute route, RouteAccess access, RouteRates rates, @Nullable BodyRule body) {
        return new HttpRoute(
                route.id(),
                route.method(),
                route.written(),
                route.path(),
                route.function(),
                access,
                new dev.meterlark.function.snapshot.Cors(
                        List.of("https://shop.example"),
                        List.of("GET"),
                        List.of(),
                        List.of(),
                        false,
                        5),
                rates,
                body);
    }
}
