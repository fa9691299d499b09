package dev.meterlark.storage.web;

import static dev.meterlark.Asked.header;
import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.shared.Permission;

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
import java.util.List;

/** Tables and items over HTTP. */
@MeterlarkTest
class TableRoutesTests {

    private static final String TABLES = "/api/v1/tables";
    private static final String ORDERS = TABLES + "/orders";

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired JdbcClient database;

    private Tenants.Tenant owner;
    private Asked asked;

    @BeforeEach
    void newTable() {
        owner = tenants.newOwner();
        asked = new Asked(port);
        HttpResponse<String> made =
                ask(
                        "POST",
                        TABLES,
                        """
                        {"name": "orders", "index": {"path": "total", "type": "number"},
                         "ttl": "until"}
                        """);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(header(made, "Location")).isEqualTo(ORDERS);
    }

    @Test
    void anItemIsWrittenReadAndDeleted() {
        String document = "{\"total\":12345678901234567890.10,\"huge\":1e400}";

        HttpResponse<String> made = put("a/7 ü", document);

        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        String etag = header(made, "ETag");
        assertThat(etag).isEqualTo("\"" + json(made).path("version").asString() + "\"");
        HttpResponse<String> read = get("a/7 ü");
        assertThat(read.body()).isEqualTo(document);
        assertThat(header(read, "Content-Type")).isEqualTo("application/json");
        assertThat(header(read, "ETag")).isEqualTo(etag);
        assertThat(put("a/7 ü", "{\"until\":4102444800}").statusCode()).isEqualTo(200);
        assertThat(header(get("a/7 ü"), "Meterlark-Expires-At")).isEqualTo("2100-01-01T00:00:00Z");
        assertThat(json(ask("GET", ORDERS, "")).path("items").asInt()).isEqualTo(1);
        assertThat(ask("DELETE", ORDERS + "/items/a/7%20%C3%BC", "").statusCode()).isEqualTo(204);
        assertThat(ask("DELETE", ORDERS + "/items/a/7%20%C3%BC", "").statusCode()).isEqualTo(404);
        assertThat(get("a/7 ü").statusCode()).isEqualTo(404);
    }

    @Test
    void conditionsAreKept() {
        String etag = header(put("a", "{}"), "ETag");

        assertThat(get("a", "If-None-Match", etag).statusCode()).isEqualTo(304);
        assertThat(put("a", "{}", "If-None-Match", "*").statusCode()).isEqualTo(412);
        assertThat(put("b", "{}", "If-Match", "*").statusCode()).isEqualTo(412);
        assertThat(put("a", "{}", "If-Match", "W/" + etag).statusCode()).isEqualTo(412);
        assertThat(put("a", "{}", "If-Match", "\"x\"").statusCode()).isEqualTo(412);
        assertThat(put("a", "{}", "If-None-Match", etag).statusCode()).isEqualTo(400);
        assertThat(put("a", "{}", "If-Match", "\"99\", " + etag).statusCode()).isEqualTo(200);
        assertThat(put("a", "{}", "If-Match", etag).statusCode()).isEqualTo(412);
        assertThat(asked.send(request("a", "If-Match", etag).DELETE()).statusCode()).isEqualTo(412);
    }

    @Test
    void itemsAreListedByKeyAndByIndex() {
        for (int i = 0; i < 3; i++) {
            put("key " + i, "{\"total\":" + (10 - i) + "}");
        }
        put("other", "{}");

        JsonNode page = json(ask("GET", ORDERS + "/items?prefix=key&limit=2", ""));
        assertThat(keys(page)).containsExactly("key 0", "key 1");
        assertThat(page.path("items").path(0).path("document").toString())
                .isEqualTo("{\"total\":10}");
        String next = page.path("nextCursor").asString();
        assertThat(keys(json(ask("GET", ORDERS + "/items?prefix=key&cursor=" + next, ""))))
                .containsExactly("key 2");
        assertThat(keys(json(ask("GET", ORDERS + "/index?from=9&order=desc", ""))))
                .containsExactly("key 0", "key 1");
        assertThat(keys(json(ask("GET", ORDERS + "/index?equals=8.0", ""))))
                .containsExactly("key 2");
    }

    @Test
    void aBatchTakesKeysOfAnyTextAndIsDoneWholeOrNotAtAll() {
        HttpResponse<String> done =
                batch(
                        """
                        {"put": {"key": "\\u0000;../%", "document": {"n": 1e400}}},
                        {"put": {"key": "b", "document": {}, "ifAbsent": true, "expiresIn": 60}},
                        {"delete": {"key": "none"}}
                        """);
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        HttpResponse<String> read = batch("{\"get\": {\"key\": \"\\u0000;../%\"}}");
        assertThat(read.body()).contains("\"document\":{\"n\":1e400}");
        HttpResponse<String> refused =
                batch(
                        """
                        {"delete": {"key": "b"}},
                        {"put": {"key": "c", "document": {}, "ifVersion": 7}}
                        """);
        assertThat(refused.statusCode()).isEqualTo(412);
        assertThat(refused.body()).contains("there is no item 'c'");
        assertThat(get("b").statusCode()).isEqualTo(200);
    }

    @Test
    void whoMayOnlyWriteReadsNothingByABatch() {
        put("a", "{}");
        String key = tenants.newKey(owner, Permission.STORAGE_WRITE).token();

        HttpResponse<String> answer =
                asked.ask(
                        "POST",
                        ORDERS + "/batch",
                        key,
                        "{\"operations\": [{\"get\": {\"key\": \"a\"}}]}");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("storage:read");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "PUT | /items/a | [] | must be a JSON object",
                "PUT | /items/a | {\"a\":1e99999} | exponent",
                "PUT | /items/a | {\"total\":\"7\"} | total must be a number",
                "PUT | /items/a | {\"until\":\"soon\"} | until must be seconds since 1970",
                "PUT | /items/a?expiresIn=0 | {} | expiresIn must be 1 to",
                "PUT | /items/a | {\"a\":1,\"a\":2} | could not be read",
                "POST | /batch | {} | operations must be 1 to 100",
                "POST | /batch | {\"operations\":[{}]} | one member of get, put and delete",
                "POST | /batch | {\"operations\":[{\"put\":{\"key\":\"a\",\"document\":7}}]} | must"
                        + " be a JSON object",
                "POST | /batch | {\"operations\":[{\"put\":{\"key\":\"a\"}}]} | put.document is"
                        + " missing",
                "GET | /items?order=up |  | order must be asc or desc",
                "GET | /items?cursor=x |  | cursor is not one",
                "GET | /items?limit=0 |  | limit must be from 1",
                "GET | /items?equals=a |  | equals is of the index",
                "GET | /index?from=ten |  | from must be a number",
                "GET | /index?prefix=1 |  | prefix is of text"
            })
    void whatIsWrongIsSaid(String method, String path, String body, String why) {
        HttpResponse<String> answer = ask(method, ORDERS + path, body == null ? "" : body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(json(answer).path("detail").asString()).contains(why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{\"name\":\"a b\"} | name must be 1 to 80",
                "{} | name must be 1 to 80",
                "{\"name\":\"a\",\"ttl\":\"a..b\"} | ttl must be 1 to 8 names",
                "{\"name\":\"a\",\"index\":{\"type\":\"string\"}} | index.path is missing",
                "{\"name\":\"a\",\"index\":{\"path\":\"a\",\"type\":\"date\"}} | index.type must be"
            })
    void aTableThatMakesNoSenseIsRefused(String body, String why) {
        HttpResponse<String> answer = ask("POST", TABLES, body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("detail").asString()).contains(why);
    }

    @Test
    void aTableGoesWithItsItemsAndWithItsAccount() {
        put("a", "{}");
        assertThat(ask("POST", TABLES, "{\"name\": \"orders\"}").statusCode()).isEqualTo(409);

        assertThat(ask("DELETE", ORDERS, "").statusCode()).isEqualTo(204);

        assertThat(get("a").statusCode()).isEqualTo(404);
        assertThat(ask("POST", TABLES, "{\"name\": \"orders\"}").statusCode()).isEqualTo(201);
        assertThat(get("a").statusCode()).isEqualTo(404);
        List<String> actions =
                database.sql("select action from audit_record where account_id = ?")
                        .param(owner.account().id().value())
                        .query(String.class)
                        .list();
        assertThat(actions).contains("table.created", "table.deleted");
    }

    private HttpResponse<String> batch(String operations) {
        return ask("POST", ORDERS + "/batch", "{\"operations\": [" + operations + "]}");
    }

    private HttpResponse<String> put(String key, String document, String... headers) {
        return asked.send(request(key, headers).PUT(HttpRequest.BodyPublishers.ofString(document)));
    }

    private HttpResponse<String> get(String key, String... headers) {
        return asked.send(request(key, headers).GET());
    }

    private HttpRequest.Builder request(String key, String... headers) {
        HttpRequest.Builder request =
                asked.request(
                        ORDERS
                                + "/items/"
                                + Asked.encoded(key).replace("+", "%20").replace("%2F", "/"),
                        headers);
        return request.header("Authorization", "Bearer " + owner.token());
    }

    private HttpResponse<String> ask(String method, String path, String body) {
        return asked.ask(method, path, owner.token(), body);
    }

    private static List<String> keys(JsonNode page) {
        return page.path("items").valueStream().map(each -> each.path("key").asString()).toList();
    }
}
