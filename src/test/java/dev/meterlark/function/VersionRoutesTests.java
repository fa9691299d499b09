package dev.meterlark.function;

import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.platform.Blobs;
import dev.meterlark.shared.CodeDigest;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Versions over HTTP: what is published, what stays as it was, what may go. */
@MeterlarkTest
class VersionRoutesTests {

    private static final String HELLO = "/api/v1/functions/hello";
    private static final String VERSIONS = HELLO + "/versions";

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired JdbcClient database;
    @Autowired Packages packages;
    @Autowired Blobs blobs;

    private Tenants.Tenant owner;
    private Asked asked;

    @BeforeEach
    void newFunction() {
        owner = tenants.newOwner();
        asked = new Asked(port);
        make();
        upload("one");
    }

    @Test
    void aVersionHoldsCodeConfigurationAndEnvironmentAsTheyWere() {
        ask("PATCH", HELLO, "{\"memoryMb\": 256, \"environment\": {\"STAGE\": \"old\"}}");
        HttpResponse<String> published = ask("POST", VERSIONS, "{\"description\": \"first\"}");
        String digest = json(ask("GET", HELLO, "")).at("/code/digest").asString();
        ask("PATCH", HELLO, "{\"memoryMb\": 512, \"environment\": {\"STAGE\": \"new\"}}");
        upload("two");

        assertThat(published.statusCode()).as(published.body()).isEqualTo(201);
        assertThat(Asked.header(published, "Location")).isEqualTo(VERSIONS + "/1");
        JsonNode one = json(ask("GET", VERSIONS + "/1", ""));
        assertThat(one).isEqualTo(json(published));
        assertThat(one.path("version").asString()).isEqualTo("1");
        assertThat(one.path("description").asString()).isEqualTo("first");
        assertThat(one.path("memoryMb").asInt()).isEqualTo(256);
        assertThat(one.at("/environment/STAGE").asString()).isEqualTo("old");
        assertThat(one.at("/code/digest").asString()).isEqualTo(digest);
        assertThat(one.path("url").asString()).endsWith("/hello--1/");
        assertThat(ask("GET", VERSIONS + "/1/code", "").statusCode()).isEqualTo(200);
    }

    @Test
    void whatHasNotChangedIsTheSameVersionAgain() {
        ask("PATCH", HELLO, "{\"environment\": {\"STAGE\": \"a\", \"ZONE\": \"b\"}}");
        assertThat(version(ask("POST", VERSIONS, ""))).isEqualTo("1");
        HttpResponse<String> same = ask("POST", VERSIONS, "{\"description\": \"again\"}");
        ask("PATCH", HELLO, "{\"environment\": {\"ZONE\": \"b\", \"STAGE\": \"a\"}}");
        String resealed = version(ask("POST", VERSIONS, ""));
        ask("PATCH", HELLO, "{\"environment\": {\"ZONE\": \"c\", \"STAGE\": \"a\"}}");
        String changed = version(ask("POST", VERSIONS, ""));
        ask("PATCH", HELLO, "{\"timeout\": 9}");

        assertThat(same.statusCode()).isEqualTo(200);
        assertThat(version(same)).isEqualTo("1");
        assertThat(resealed).isEqualTo("1");
        assertThat(changed).isEqualTo("2");
        assertThat(version(ask("POST", VERSIONS, ""))).isEqualTo("3");
    }

    @Test
    void numbersAreNeverUsedAgain() {
        publish("two");
        publish("three");
        assertThat(ask("DELETE", VERSIONS + "/2", "").statusCode()).isEqualTo(204);
        assertThat(ask("GET", VERSIONS + "/2", "").statusCode()).isEqualTo(404);

        assertThat(version(ask("POST", VERSIONS, "")))
                .as("the same as 2 was, but that is gone")
                .isEqualTo("3");
        assertThat(versions(json(ask("GET", VERSIONS, "")))).containsExactly("3", "1");
    }

    @Test
    void publishedAtOnceItIsOneVersion() {
        List<String> answers =
                IntStream.range(0, 12)
                        .parallel()
                        .mapToObj(_ -> new Asked(port).ask("POST", VERSIONS, owner.token(), ""))
                        .map(VersionRoutesTests::version)
                        .toList();

        assertThat(answers).containsOnly("1");
        assertThat(versions(json(ask("GET", VERSIONS, "")))).containsExactly("1");
    }

    @Test
    void publishedWhileCodeIsUploadedEachVersionHoldsOneOfThePackages() {
        IntStream.range(0, 16)
                .parallel()
                .forEach(
                        i -> {
                            if (i % 2 == 0) {
                                upload("code " + i);
                            } else {
                                new Asked(port).ask("POST", VERSIONS, owner.token(), "");
                            }
                        });
        List<JsonNode> all = json(ask("GET", VERSIONS, "")).path("items").valueStream().toList();

        assertThat(all).isNotEmpty();
        for (JsonNode each : all) {
            String code = VERSIONS + "/" + each.path("version").asString() + "/code";
            assertThat(ask("GET", code, "").statusCode()).isEqualTo(200);
        }
        List<String> digests = all.stream().map(v -> v.at("/code/digest").asString()).toList();
        assertThat(
                        IntStream.range(1, digests.size())
                                .allMatch(i -> !digests.get(i).equals(digests.get(i - 1))))
                .as("two in a row differ: " + digests)
                .isTrue();
    }

    @Test
    void aListIsReadPageByPageTheNewestFirst() {
        IntStream.range(0, 5).forEach(i -> publish("v" + i));
        JsonNode first = json(ask("GET", VERSIONS + "?limit=3", ""));
        String cursor = first.path("nextCursor").asString();
        JsonNode second = json(ask("GET", VERSIONS + "?limit=3&cursor=" + cursor, ""));

        assertThat(versions(first)).containsExactly("5", "4", "3");
        assertThat(versions(second)).containsExactly("2", "1");
        assertThat(second.path("nextCursor").isNull()).isTrue();
        assertThat(first.at("/items/0/environment").isNull()).isTrue();
        for (String bad :
                List.of("?limit=0", "?limit=101", "?cursor=%25", "?cursor=eA", "?cursor=AA")) {
            HttpResponse<String> refused = ask("GET", VERSIONS + bad, "");
            assertThat(refused.statusCode()).as(bad + refused.body()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "0", "01", "-1", "1.0", "live", "99999999999999999999", "$LATEST"})
    void whatIsNoVersionIsNotFound(String version) {
        publish("one");

        assertThat(ask("GET", VERSIONS + "/" + version, "").statusCode()).isEqualTo(404);
        assertThat(ask("GET", VERSIONS + "/" + version + "/code", "").statusCode()).isEqualTo(404);
        assertThat(ask("PATCH", VERSIONS + "/" + version, "{}").statusCode()).isEqualTo(404);
        assertThat(ask("DELETE", VERSIONS + "/" + version, "").statusCode())
                .isEqualTo(version.startsWith("$") ? 400 : 404);
    }

    @Test
    void whatCannotBePublishedSaysWhy() {
        ask("POST", "/api/v1/functions", "{\"name\": \"empty\", \"runtime\": \"nodejs\"}");
        HttpResponse<String> empty = ask("POST", "/api/v1/functions/empty/versions", "");
        HttpResponse<String> other =
                ask("POST", VERSIONS, "{\"digest\": \"%s\"}".formatted("0".repeat(64)));
        HttpResponse<String> longText =
                ask("POST", VERSIONS, "{\"description\": \"%s\"}".formatted("x".repeat(100_000)));
        HttpResponse<String> lines = ask("POST", VERSIONS, "{\"description\": \"a\\nb\"}");

        assertThat(json(empty).path("code").asString()).isEqualTo("function.without-code");
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(json(other).path("detail").asString()).contains("000", "not the one");
        assertThat(longText.statusCode()).isEqualTo(400);
        assertThat(longText.body()).contains("at most 256").hasSizeLessThan(1_000);
        assertThat(lines.statusCode()).isEqualTo(400);
        assertThat(versions(json(ask("GET", VERSIONS, "")))).isEmpty();
    }

    @Test
    void aDamagedPackageIsNotPublished() throws Exception {
        CodeDigest digest =
                new CodeDigest(json(ask("GET", HELLO, "")).at("/code/digest").asString());
        blobs.delete(digest);

        HttpResponse<String> refused = ask("POST", VERSIONS, "");

        assertThat(refused.statusCode()).isEqualTo(500);
        assertThat(versions(json(ask("GET", VERSIONS, "")))).isEmpty();
    }

    @Test
    void aPackageIsKeptAsLongAsAVersionHasIt() throws Exception {
        publish("kept by a version");
        CodeDigest digest =
                new CodeDigest(json(ask("GET", VERSIONS + "/1", "")).at("/code/digest").asString());
        upload("another");
        deleteUnused();
        assertThat(blobs.size(digest)).isPositive();

        ask("DELETE", VERSIONS + "/1", "");
        deleteUnused();

        assertThat(json(ask("GET", HELLO, "")).at("/code/digest").asString())
                .isNotEqualTo(digest.hex());
        assertThat(ask("GET", HELLO + "/code", "").statusCode()).isEqualTo(200);
        assertThat(stored(digest)).isFalse();
    }

    @Test
    void packagesOfVersionsCountAgainstTheAccountsBoundOnceEach() {
        publish("first");
        long bytes = json(ask("GET", HELLO, "")).at("/code/size").asLong();
        database.sql("update account set code_bytes = ? where id = ?")
                .param(bytes * 2 + 10)
                .param(owner.account().id().value())
                .update();

        assertThat(upload("other").statusCode()).isEqualTo(200);
        assertThat(version(ask("POST", VERSIONS, ""))).isEqualTo("2");
        assertThat(upload("third").statusCode()).isEqualTo(409);
        assertThat(upload("first").statusCode()).as("it is there already").isEqualTo(200);
        ask("DELETE", VERSIONS + "/2", "");
        assertThat(upload("third").statusCode()).isEqualTo(200);
    }

    @Test
    void sandboxesKeptReadyAreTheOnlyThingToChange() {
        ask("PATCH", HELLO, "{\"keepWarm\": {\"sandboxes\": 3}}");
        JsonNode published = json(ask("POST", VERSIONS, ""));

        JsonNode changed =
                json(ask("PATCH", VERSIONS + "/1", "{\"keepWarm\": {\"sandboxes\": 2}}"));

        assertThat(published.at("/keepWarm/sandboxes").asInt())
                .as("not kept twice over for each publication")
                .isZero();
        assertThat(changed.at("/keepWarm/sandboxes").asInt()).isEqualTo(2);
        assertThat(ask("PATCH", VERSIONS + "/1", "{\"memoryMb\": 9000}").statusCode())
                .isEqualTo(400);
        assertThat(version(ask("POST", VERSIONS, ""))).isEqualTo("1");
        assertThat(
                        ask("PATCH", VERSIONS + "/1", "{\"keepWarm\": {\"sandboxes\": -1}}")
                                .statusCode())
                .isEqualTo(400);
    }

    @Test
    void whoMayNotChangeTheFunctionSeesNoSecretAndPublishesNothing() {
        ask("PATCH", HELLO, "{\"environment\": {\"TOKEN\": \"s3cret\"}}");
        ask("POST", VERSIONS, "");
        String viewer = tenants.newMember(owner, "viewer").token();

        assertThat(asked.ask("GET", VERSIONS + "/1", viewer, "").body()).doesNotContain("s3cret");
        assertThat(asked.ask("GET", VERSIONS, viewer, "").statusCode()).isEqualTo(200);
        assertThat(asked.ask("POST", VERSIONS, viewer, "").statusCode()).isEqualTo(403);
        assertThat(asked.ask("GET", VERSIONS + "/1/code", viewer, "").statusCode()).isEqualTo(403);
        assertThat(asked.ask("DELETE", VERSIONS + "/1", viewer, "").statusCode()).isEqualTo(403);
    }

    @Test
    void withTheFunctionItsVersionsGo() {
        publish("one");
        ask("PUT", HELLO + "/aliases/live", "{\"version\": \"1\"}");
        assertThat(ask("DELETE", HELLO, "").statusCode()).isEqualTo(204);

        make();
        upload("again");
        assertThat(versions(json(ask("GET", VERSIONS, "")))).isEmpty();
        assertThat(ask("GET", HELLO + "/aliases/live", "").statusCode()).isEqualTo(404);
        assertThat(version(ask("POST", VERSIONS, ""))).isEqualTo("1");
    }

    private boolean stored(CodeDigest digest) {
        try {
            return blobs.size(digest) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private void deleteUnused() {
        database.sql("update released_package set released_at = ?")
                .param(Timestamp.from(Instant.EPOCH))
                .update();
        packages.deleteUnused();
    }

    private void make() {
        ask("POST", "/api/v1/functions", "{\"name\": \"hello\", \"runtime\": \"nodejs\"}");
    }

    private void publish(String source) {
        upload(source);
        ask("POST", VERSIONS, "");
    }

    private HttpResponse<String> upload(String text) {
        return new Asked(port)
                .send(
                        asked.request(
                                        HELLO + "/code",
                                        "Authorization",
                                        "Bearer " + owner.token(),
                                        "Content-Type",
                                        "text/javascript")
                                .PUT(
                                        HttpRequest.BodyPublishers.ofString(
                                                "exports.handler = async () => '" + text + "';")));
    }

    private HttpResponse<String> ask(String method, String path, String body) {
        return asked.ask(method, path, owner.token(), body);
    }

    private static String version(HttpResponse<String> answer) {
        return json(answer).path("version").asString();
    }

    private static List<String> versions(JsonNode list) {
        return list.path("items").valueStream().map(v -> v.path("version").asString()).toList();
    }
}
