package dev.meterlark.function;

import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.platform.Blobs;
import dev.meterlark.shared.CodeDigest;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.JsonNode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Uploads over HTTP in each form, and how long a package is kept. */
@MeterlarkTest
class FunctionCodeTests {

    private static final String FUNCTIONS = "/api/v1/functions";
    private static final String SOURCE = "exports.handler = async event => event;\n";

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired Blobs blobs;
    @Autowired Packages packages;
    @Autowired JdbcClient database;

    private Tenants.Tenant owner;
    private Asked asked;

    @BeforeEach
    void newAccount() {
        owner = tenants.newOwner();
        asked = new Asked(port);
        make("hello");
    }

    @Test
    void oneSourceFileAZipAndAFormGiveTheSamePackage() throws Exception {
        JsonNode raw = json(put("hello", bytes(SOURCE), "text/javascript"));
        JsonNode zip = json(put("hello", zip(Map.of("index.js", SOURCE)), "application/zip"));
        String form =
                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"index.js\"\r\n"
                        + "Content-Type: text/javascript\r\n\r\n"
                        + SOURCE
                        + "\r\n--b--\r\n";
        JsonNode multipart = json(put("hello", bytes(form), "multipart/form-data; boundary=b"));

        assertThat(raw.path("digest").asString()).matches("[0-9a-f]{64}");
        assertThat(zip.path("digest")).isEqualTo(raw.path("digest"));
        assertThat(multipart.path("digest")).isEqualTo(raw.path("digest"));
        assertThat(multipart.path("revision"))
                .as("nothing changed")
                .isEqualTo(raw.path("revision"));
        assertThat(json(ask("GET", FUNCTIONS + "/hello")).at("/code/digest"))
                .isEqualTo(raw.path("digest"));
    }

    @Test
    void codeMayComeWithTheFunction() throws Exception {
        String zip = Base64.getEncoder().encodeToString(zip(Map.of("index.js", SOURCE)));
        for (String code :
                List.of("{\"zip\": \"" + zip + "\"}", "{\"source\": \"exports.handler = 1\"}")) {
            String name = "inline" + code.length();
            HttpResponse<String> made =
                    asked.postJson(
                            FUNCTIONS, owner.token(), definition(name, ", \"code\": " + code));
            assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
            assertThat(json(made).at("/code/digest").asString()).hasSize(64);
        }
    }

    @Test
    void whatCannotBeStoredLeavesTheFunctionAndTheStoreAsTheyWere() throws Exception {
        JsonNode before = json(put("hello", bytes(SOURCE), "text/javascript"));
        List<HttpResponse<String>> refused =
                List.of(
                        put("hello", new byte[0], "application/zip"),
                        put("hello", zip(Map.of()), "application/zip"),
                        put("hello", bytes("PK\003\004 and no more"), "application/zip"),
                        put("hello", zip(Map.of("other.js", SOURCE)), "application/zip"),
                        put("hello", zip(Map.of("../index.js", SOURCE)), "application/zip"),
                        put("hello", bytes("--b--\r\n"), "multipart/form-data; boundary=b"),
                        put("hello", bytes("x"), "multipart/form-data"));

        assertThat(refused)
                .allSatisfy(
                        answer -> {
                            assertThat(answer.statusCode())
                                    .as(answer.body())
                                    .isIn(400, 413, 415, 422);
                            assertThat(json(answer).path("code").asString())
                                    .matches("(request|package)\\.[a-z-]+");
                        });
        JsonNode after = json(ask("GET", FUNCTIONS + "/hello"));
        assertThat(after.at("/code/digest")).isEqualTo(before.path("digest"));
        assertThat(after.path("revision")).isEqualTo(before.path("revision"));
        assertThat(ask("GET", FUNCTIONS + "/hello/code").statusCode()).isEqualTo(200);
    }

    @Test
    void aRefusedPackageThatCameWithAFunctionLeavesNoFunction() {
        HttpResponse<String> refused =
                asked.postJson(
                        FUNCTIONS,
                        owner.token(),
                        definition("broken", ", \"code\": {\"zip\": \"UEsDBA==\"}"));

        assertThat(refused.statusCode()).isIn(400, 422);
        assertThat(ask("GET", FUNCTIONS + "/broken").statusCode()).isEqualTo(404);
    }

    @Test
    void aPackageIsKeptOnceForTwoFunctionsAndAsLongAsOneHasIt() throws Exception {
        make("second");
        var digest = digestOf(put("hello", bytes(SOURCE + "// kept"), "text/javascript"));
        assertThat(digestOf(put("second", bytes(SOURCE + "// kept"), "text/javascript")))
                .isEqualTo(digest);

        ask("DELETE", FUNCTIONS + "/hello");
        letTimePass();
        packages.deleteUnused();
        assertThat(blobs.size(digest)).isPositive();
        put("second", bytes(SOURCE + "// another"), "text/javascript");
        packages.deleteUnused();
        assertThat(blobs.size(digest)).as("its time is not over").isPositive();
        letTimePass();
        packages.deleteUnused();

        assertThatIOException().isThrownBy(() -> blobs.size(digest));
    }

    @Test
    void aPackageThatIsUploadedAgainBeforeItIsDeletedStays() throws Exception {
        var digest = digestOf(put("hello", bytes(SOURCE + "// again"), "text/javascript"));
        put("hello", bytes(SOURCE + "// between"), "text/javascript");
        letTimePass();
        put("hello", bytes(SOURCE + "// again"), "text/javascript");
        packages.deleteUnused();

        assertThat(blobs.size(digest)).isPositive();
        assertThat(ask("GET", FUNCTIONS + "/hello/code").statusCode()).isEqualTo(200);
    }

    @Test
    void uploadsWhilePackagesAreDeletedLoseNone() {
        IntStream.range(0, 24)
                .parallel()
                .forEach(
                        i -> {
                            put("hello", bytes(SOURCE + "// v" + i % 3), "text/javascript");
                            letTimePass();
                            packages.deleteUnused();
                        });

        assertThat(ask("GET", FUNCTIONS + "/hello/code").statusCode()).isEqualTo(200);
    }

    @Test
    void anAccountsPackagesTogetherStayWithinItsBound() {
        database.sql("update account set code_bytes = 300 where id = ?")
                .param(owner.account().id().value())
                .update();
        HttpResponse<String> first = put("hello", bytes(SOURCE), "text/javascript");
        make("second");
        HttpResponse<String> refused =
                put(
                        "second",
                        bytes(SOURCE + "//" + "0123456789abcdef".repeat(9)),
                        "text/javascript");

        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        assertThat(json(refused).path("code").asString()).isEqualTo("account.limit-reached");
        assertThat(refused.body()).contains("300");
        assertThat(json(ask("GET", FUNCTIONS + "/second")).path("code").isNull()).isTrue();
    }

    @Test
    void aPackageThatItsFunctionMayNotHaveGoesAsThoseThatLostTheirs() throws Exception {
        database.sql("update account set code_bytes = 1 where id = ?")
                .param(owner.account().id().value())
                .update();
        database.sql("delete from released_package").update();
        HttpResponse<String> refused =
                put("hello", bytes(SOURCE + "// too much"), "text/javascript");
        var digest =
                new CodeDigest(
                        database.sql("select digest from released_package")
                                .query(String.class)
                                .single());

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
        assertThat(blobs.size(digest)).isPositive();
        letTimePass();
        packages.deleteUnused();
        assertThatIOException().isThrownBy(() -> blobs.size(digest));
    }

    /** Packages are released by the platform's clock, which tests of the whole do not move. */
    private void letTimePass() {
        database.sql("update released_package set released_at = ?")
                .param(Timestamp.from(Instant.EPOCH))
                .update();
    }

    private void make(String name) {
        asked.postJson(FUNCTIONS, owner.token(), definition(name, ""));
    }

    private static String definition(String name, String more) {
        return "{\"name\": \"%s\", \"runtime\": \"nodejs\", \"handler\": \"index.handler\"%s}"
                .formatted(name, more);
    }

    private HttpResponse<String> ask(String method, String path) {
        return asked.ask(method, path, owner.token(), "");
    }

    private HttpResponse<String> put(String function, byte[] body, String type) {
        return new Asked(port)
                .send(
                        asked.request(
                                        FUNCTIONS + "/" + function + "/code",
                                        "Authorization",
                                        "Bearer " + owner.token(),
                                        "Content-Type",
                                        type)
                                .PUT(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private static CodeDigest digestOf(HttpResponse<String> uploaded) {
        return new CodeDigest(json(uploaded).path("digest").asString());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] zip(Map<String, String> files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(bytes(file.getValue()));
            }
        }
        return bytes.toByteArray();
    }
}
