package dev.meterlark;

import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** /api/openapi.json against the running application's own table of routes. */
@MeterlarkTest
@Tag("once")
class ApiDocumentTests {

    @LocalServerPort int port;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping table;

    @Test
    void itHoldsEveryRouteAndNoOtherWithItsRefusals() {
        JsonNode paths = json(new Asked(port).get("/api/openapi.json")).get("paths");
        var described = new TreeSet<String>();
        paths.propertyNames()
                .forEach(
                        path ->
                                paths.get(path)
                                        .propertyNames()
                                        .forEach(
                                                method ->
                                                        described.add(
                                                                method.toUpperCase(Locale.ROOT)
                                                                        + " "
                                                                        + path)));
        var offered = new TreeSet<String>();
        List<String> wrong = new ArrayList<>();
        for (Route route : Route.of(table)) {
            if (route.isForPrograms()) {
                offered.add(route.method() + " " + route.documented());
                describes(route, paths, wrong);
            }
        }

        assertThat(described).isEqualTo(offered);
        assertThat(wrong).isEmpty();
    }

    private static void describes(Route route, JsonNode paths, List<String> wrong) {
        JsonNode operation =
                paths.path(route.documented()).path(route.method().toLowerCase(Locale.ROOT));
        JsonNode answers = operation.path("responses");
        for (String code : List.of("401", "403", "429", "default")) {
            boolean says = answers.path(code).path("content").has("application/problem+json");
            boolean ofCredentials = code.startsWith("40");
            if (says != (!ofCredentials || !route.isOpen())) {
                wrong.add(route + " says of " + code + ": " + answers.path(code));
            }
        }
        boolean keyless = operation.has("security") && operation.get("security").isEmpty();
        if (keyless != route.isOpen()) {
            wrong.add(route + " says of keys: " + operation.path("security"));
        }
        if (operation.path("parameters").toString().contains("caller")) {
            wrong.add(route + " asks for what is ours to know");
        }
    }
}
