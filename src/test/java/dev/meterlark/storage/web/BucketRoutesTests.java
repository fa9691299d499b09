package dev.meterlark.storage.web;

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
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.JsonNode;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** Buckets and objects over HTTP. */
@MeterlarkTest
class BucketRoutesTests {

    private static final String BUCKETS = "/api/v1/buckets";
    private static final String OBJECTS = BUCKETS + "/images/objects";

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired JdbcClient database;

    private Tenants.Tenant owner;
    private Asked asked;

    @BeforeEach
    void newBucket() {
        owner = tenants.newOwner();
        asked = new Asked(port);
        HttpResponse<String> made = ask("POST", BUCKETS, "{\"name\": \"images\"}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    }

    @Test
    void anObjectIsWrittenReadAndDeleted() {
        HttpResponse<String> written =
                put(
                        "cats/tom.txt",
                        "hello",
                        "Content-Type",
                        "text/plain",
                        "Meterlark-Meta-Age",
                        "7");

        assertThat(written.statusCode()).as(written.body()).isEqualTo(200);
        assertThat(json(written).path("size").asInt()).isEqualTo(5);
        HttpResponse<String> read = get("cats/tom.txt");
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.body()).isEqualTo("hello");
        assertThat(header(read, "ETag")).isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");
        assertThat(header(read, "Content-Type")).startsWith("text/plain");
        assertThat(header(read, "Content-Length")).isEqualTo("5");
        assertThat(header(read, "Meterlark-Meta-Age")).isEqualTo("7");
        assertThat(header(read, "Content-Disposition")).isEqualTo("attachment");
        assertThat(header(read, "Content-Security-Policy")).contains("sandbox");
        JsonNode bucket = json(ask("GET", BUCKETS + "/images", ""));
        assertThat(bucket.path("objects").asInt()).isEqualTo(1);
        assertThat(bucket.path("bytes").asInt()).isEqualTo(5);
        assertThat(ask("DELETE", BUCKETS + "/images", "").body()).contains("holds 1 objects");
        assertThat(ask("DELETE", OBJECTS + "/cats/tom.txt", "").statusCode()).isEqualTo(204);
        assertThat(ask("DELETE", OBJECTS + "/cats/tom.txt", "").statusCode()).isEqualTo(404);
        assertThat(get("cats/tom.txt").statusCode()).isEqualTo(404);
        assertThat(ask("DELETE", BUCKETS + "/images", "").statusCode()).isEqualTo(204);
    }

    @Test
    void whatHttpHasHeadersForIsKeptButNothingIsShownInABrowser() {
        put(
                "a",
                "hello",
                "Cache-Control",
                "max-age=60",
                "Content-Language",
                "en",
                "Content-Disposition",
                "inline; filename=a.html");
        put("b", "hello", "Content-Disposition", "attachment; filename=b.txt");

        HttpResponse<String> read = get("a");
        assertThat(header(read, "Cache-Control")).isEqualTo("max-age=60");
        assertThat(header(read, "Content-Language")).isEqualTo("en");
        assertThat(header(read, "Content-Disposition")).isEqualTo("attachment");
        assertThat(header(get("b"), "Content-Disposition")).isEqualTo("attachment; filename=b.txt");
    }

    @Test
    void headTellsTheSameWithoutTheBytes() {
        put("a", "hello");

        HttpResponse<String> head =
                asked.send(request("a").method("HEAD", HttpRequest.BodyPublishers.noBody()));

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(header(head, "Content-Length")).isEqualTo("5");
        assertThat(header(head, "ETag")).isEqualTo(header(get("a"), "ETag"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=1-2 | 206 | el | bytes 1-2/5",
                "bytes=3- | 206 | lo | bytes 3-4/5",
                "bytes=-2 | 206 | lo | bytes 3-4/5",
                "bytes=-9 | 206 | hello | bytes 0-4/5",
                "bytes=0-99 | 206 | hello | bytes 0-4/5",
                "bytes=2-1 | 200 | hello | ''",
                "bytes=0-1,3-4 | 200 | hello | ''",
                "lines=1-2 | 200 | hello | ''"
            })
    void aRangeIsAnsweredAsHttpHasIt(String range, int status, String body, String said) {
        put("a", "hello");

        HttpResponse<String> answer = get("a", "Range", range);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body);
        assertThat(header(answer, "Content-Range")).isEqualTo(said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=5-", "bytes=9-12", "bytes=-0"})
    void aRangeBehindTheEndIsRefused(String range) {
        put("a", "hello");

        HttpResponse<String> answer = get("a", "Range", range);

        assertThat(answer.statusCode()).isEqualTo(416);
        assertThat(answer.body()).contains("the object has 5 bytes");
    }

    @Test
    void conditionsAreKept() {
        String etag = json(put("a", "hello")).path("etag").asString();

        assertThat(get("a", "If-None-Match", "\"" + etag + "\"").statusCode()).isEqualTo(304);
        assertThat(get("a", "If-None-Match", "\"x\"").statusCode()).isEqualTo(200);
        assertThat(get("a", "If-Match", "\"x\"").statusCode()).isEqualTo(412);
        assertThat(get("a", "If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT").statusCode())
                .isEqualTo(304);
        assertThat(get("a", "If-Range", "\"x\"", "Range", "bytes=1-2").statusCode()).isEqualTo(200);
        assertThat(put("a", "again", "If-None-Match", "*").statusCode()).isEqualTo(412);
        assertThat(put("a", "again", "If-Match", "\"x\"").statusCode()).isEqualTo(412);
        assertThat(put("a", "hello", "Content-MD5", "XUFAKrxLKna5cZ2REBfFkg==").statusCode())
                .isEqualTo(200);
        assertThat(put("a", "other", "Content-MD5", "XUFAKrxLKna5cZ2REBfFkg==").statusCode())
                .isEqualTo(400);
        assertThat(get("a").body()).isEqualTo("hello");
    }

    @Test
    void aLargeObjectPassesThroughWithoutALength() {
        byte[] large = new byte[9 << 20];

        HttpResponse<String> written =
                asked.send(
                        request("large")
                                .PUT(
                                        HttpRequest.BodyPublishers.ofInputStream(
                                                () -> new ByteArrayInputStream(large))));

        assertThat(written.statusCode()).as(written.body()).isEqualTo(200);
        assertThat(json(written).path("size").asInt()).isEqualTo(9 << 20);
        assertThat(get("large", "Range", "bytes=9437180-").body()).hasSize(4);
    }

    @Test
    void allThatBeginAlikeAreDeletedAThousandAtOnce() {
        List.of("a/1", "a/2", "b/1").forEach(key -> put(key, "x"));

        assertThat(ask("DELETE", OBJECTS, "").statusCode()).isEqualTo(400);
        assertThat(ask("DELETE", OBJECTS + "?prefix=a/", "").body())
                .isEqualTo("{\"deleted\":2,\"more\":false}");
        assertThat(ask("DELETE", OBJECTS + "?prefix=a/", "").body())
                .isEqualTo("{\"deleted\":0,\"more\":false}");
        assertThat(ask("GET", OBJECTS, "").body()).contains("b/1").doesNotContain("a/");
        assertThat(ask("DELETE", OBJECTS + "?prefix=", "").body()).contains("\"deleted\":1");
    }

    @Test
    void aListHasPrefixesAndPages() {
        put("a/1", "");
        put("a/2", "");
        put("b", "");

        JsonNode list = json(ask("GET", OBJECTS + "?delimiter=/", ""));
        assertThat(list.path("prefixes").get(0).asString()).isEqualTo("a/");
        assertThat(list.path("items").get(0).path("key").asString()).isEqualTo("b");
        JsonNode first = json(ask("GET", OBJECTS + "?prefix=a/&limit=1", ""));
        assertThat(first.path("items").get(0).path("key").asString()).isEqualTo("a/1");
        String cursor = first.path("nextCursor").asString();
        JsonNode second = json(ask("GET", OBJECTS + "?prefix=a/&limit=1&cursor=" + cursor, ""));
        assertThat(second.path("items").get(0).path("key").asString()).isEqualTo("a/2");
        assertThat(second.path("nextCursor").isNull()).isTrue();
        assertThat(ask("GET", OBJECTS + "?limit=1001", "").statusCode()).isEqualTo(400);
        assertThat(ask("GET", OBJECTS + "?cursor=%25", "").statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ab",
                "Images",
                "a_b",
                "-abc",
                "abc-",
                "a..b",
                "10.0.0.1",
                "xn--abc",
                "a b"
            })
    void aNameThatAwsWouldRefuseIsRefused(String name) {
        HttpResponse<String> answer = ask("POST", BUCKETS, "{\"name\": \"%s\"}".formatted(name));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("detail").asString()).contains("name must be 3 to 63");
    }

    @Test
    void aClosedAccountLeavesNoObjectBehind() {
        put("a", "hello");

        String account = "/api/v1/admin/accounts/" + owner.account().id() + "/close";
        asked.ask("POST", account, tenants.operator().token(), "{}");

        assertThat(
                        database.sql("select count(*) from bucket_object where account_id = ?")
                                .param(owner.account().id().value())
                                .query(Long.class)
                                .single())
                .isZero();
    }

    @Test
    void theOperatorSaysWhatAnAccountsBucketsMayHold() {
        String quota = "/api/v1/admin/accounts/" + owner.account().id() + "/bucket-quota";
        String operator = tenants.operator().token();

        JsonNode usual = json(asked.ask("GET", quota, operator, ""));
        assertThat(usual.path("own").asBoolean()).isFalse();
        JsonNode small =
                json(asked.ask("PUT", quota, operator, "{\"maxBytes\": 4, \"maxObjects\": 9}"));
        assertThat(small.path("maxBytes").asInt()).isEqualTo(4);
        assertThat(put("a", "hello").body()).contains("may hold 9 objects and 4 bytes");
        assertThat(asked.ask("PUT", quota, operator, "{\"maxBytes\": -1}").statusCode())
                .isEqualTo(400);
        assertThat(json(asked.ask("PUT", quota, operator, "{}"))).isEqualTo(usual);
        assertThat(put("a", "hello").statusCode()).isEqualTo(200);
    }

    @Test
    void whatLiesAndWhatIsDoneIsMetered() {
        put("a", "hello");
        JsonNode hours = json(ask("GET", "/api/v1/usage/meters?groupBy=hour", ""));

        assertThat(hours.path("items").get(0).path("meter").asString()).isEqualTo("bucket-storage");
        assertThat(hours.path("items").get(0).path("resource").asString()).isEqualTo("images");
        assertThat(hours.path("items").get(0).path("unit").asString()).isEqualTo("GB-hours");
        assertThat(ask("GET", "/api/v1/usage/meters?groupBy=week", "").body())
                .contains("it does not take: week");
    }

    private HttpResponse<String> put(String key, String body, String... headers) {
        return asked.send(request(key, headers).PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> get(String key, String... headers) {
        return asked.send(request(key, headers).GET());
    }

    private HttpRequest.Builder request(String key, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Authorization", "Bearer " + owner.token()));
        return asked.request(OBJECTS + "/" + key, all.toArray(String[]::new));
    }

    private HttpResponse<String> ask(String method, String path, String body) {
        return asked.ask(method, path, owner.token(), body);
    }
}
