package dev.meterlark.function;

import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import tools.jackson.databind.JsonNode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A package's files, one by one, and Java that is compiled on its way in. */
@MeterlarkTest
class CodeFilesTests {

    private static final String FUNCTIONS = "/api/v1/functions";
    private static final String SOURCE = "exports.handler = async event => event;\n";
    private static final String JAVA =
            """
            import java.util.Map;
            import java.util.function.Function;

            public class Hello implements Function<Map<String, Object>, String> {
                @Override
                public String apply(Map<String, Object> event) {
                    return "Hello";
                }
            }
            """;

    @LocalServerPort int port;
    @Autowired Tenants tenants;

    private Tenants.Tenant owner;
    private Asked asked;

    @BeforeEach
    void newAccount() {
        owner = tenants.newOwner();
        asked = new Asked(port);
        make("hello", "nodejs", "index.handler");
    }

    @Test
    void filesAreListedByPathInPages() {
        put("hello", zip("index.js", "lib/b.js", "lib/a.js"), "code.zip");

        JsonNode first = json(get("hello", "/code/files?limit=2"));
        JsonNode second =
                json(get("hello", "/code/files?cursor=" + first.path("nextCursor").asString()));

        assertThat(paths(first)).containsExactly("index.js", "lib/a.js");
        assertThat(paths(second)).containsExactly("lib/b.js");
        assertThat(second.path("nextCursor").isNull()).isTrue();
        assertThat(first.at("/items/0/size").asLong()).isEqualTo(SOURCE.length());
    }

    @Test
    void aFileIsReadAsTextAndWhatIsNoneIsNot() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("index.js"));
            zip.write(SOURCE.getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("picture.bin"));
            zip.write(new byte[] {(byte) 0xff, 0, 1});
        }
        put("hello", bytes.toByteArray(), "code.zip");

        assertThat(json(get("hello", "/code/file?path=index.js")).path("text").asString())
                .isEqualTo(SOURCE);
        assertThat(json(get("hello", "/code/file?path=picture.bin")).path("text").isNull())
                .isTrue();
        assertThat(get("hello", "/code/file?path=../etc/passwd").statusCode()).isEqualTo(404);
        assertThat(get("hello", "/code/file?path=lib/").statusCode()).isEqualTo(404);
    }

    @Test
    void changedFilesMakeANewPackageAndLeaveTheOthersAsTheyWere() {
        String before = digest(put("hello", zip("index.js", "lib/a.js", "old.js"), "code.zip"));

        HttpResponse<String> changed =
                change(
                        "hello",
                        before,
                        "\"index.js\":\"exports.handler = 1\",\"new.js\":\"2\",\"old.js\":null");

        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(paths(json(get("hello", "/code/files"))))
                .containsExactly("index.js", "lib/a.js", "new.js");
        assertThat(json(get("hello", "/code/file?path=lib/a.js")).path("text").asString())
                .isEqualTo(SOURCE);
        assertThat(json(get("hello", "/code/file?path=index.js")).path("digest").asString())
                .isEqualTo(json(changed).path("digest").asString())
                .isNotEqualTo(before);
    }

    @Test
    void whoLookedAtAnotherPackageIsToldAndChangesNothing() {
        String first = digest(put("hello", zip("index.js"), "code.zip"));
        String second = digest(change("hello", first, "\"index.js\":\"exports.handler = 2\""));

        HttpResponse<String> late = change("hello", first, "\"index.js\":\"exports.handler = 3\"");
        HttpResponse<String> upload =
                send(
                        "PUT",
                        "hello",
                        "/code?filename=index.js",
                        SOURCE.getBytes(StandardCharsets.UTF_8),
                        "If-Match",
                        "\"" + first + "\"");

        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(upload.statusCode()).isEqualTo(412);
        assertThat(json(late).path("detail").asString()).contains("changed meanwhile");
        assertThat(json(get("hello", "/code/files")).path("digest").asString()).isEqualTo(second);
    }

    @Test
    void aChangeIsCheckedAsAnyUpload() {
        String before = digest(put("hello", zip("index.js"), "code.zip"));

        for (String files :
                List.of(
                        "\"../up.js\":\"x\"",
                        "\"index.js\":null",
                        "\"index.js/below\":\"x\"",
                        "\"a.js\":\"%s\"".formatted("x".repeat((512 << 10) + 1)),
                        "")) {
            HttpResponse<String> refused = change("hello", before, files);
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        }
        assertThat(json(get("hello", "/code/files")).path("digest").asString()).isEqualTo(before);
    }

    @Test
    void filesOfAVersionAreThoseThatItWasPublishedWith() {
        String before = digest(put("hello", zip("index.js"), "code.zip"));
        asked.ask("POST", FUNCTIONS + "/hello/versions", owner.token(), "{}");
        change("hello", before, "\"index.js\":\"exports.handler = 2\"");

        assertThat(json(get("hello", "/code/file?path=index.js&version=1")).path("text").asString())
                .isEqualTo(SOURCE);
    }

    @Test
    void filesThatDifferBetweenTwoVersionsAreToldWithBothTexts() {
        String before = digest(put("hello", zip("index.js", "old.js", "same.js"), "code.zip"));
        asked.ask("POST", FUNCTIONS + "/hello/versions", owner.token(), "{}");
        change(
                "hello",
                before,
                "\"index.js\":\"exports.handler = 2\",\"old.js\":null,\"z.js\":\"\"");

        JsonNode all = json(get("hello", "/code/comparison?from=1"));
        JsonNode first = json(get("hello", "/code/comparison?from=1&limit=1"));

        assertThat(paths(all)).containsExactly("index.js", "old.js", "z.js");
        assertThat(all.at("/items/0/before/text").asString()).isEqualTo(SOURCE);
        assertThat(all.at("/items/0/after/text").asString()).isEqualTo("exports.handler = 2");
        assertThat(all.at("/items/1/after").isNull()).isTrue();
        assertThat(all.at("/items/2/before").isNull()).isTrue();
        assertThat(paths(first)).containsExactly("index.js");
        assertThat(first.path("nextCursor").isNull()).isFalse();
        assertThat(paths(json(get("hello", "/code/comparison")))).isEmpty();
    }

    @Test
    void javaSourceIsCompiledKeptBesideItsClassesAndCompiledAgainWhenItIsChanged() {
        make("greet", "java", "Hello");

        HttpResponse<String> stored =
                put("greet", JAVA.getBytes(StandardCharsets.UTF_8), "Hello.java");

        assertThat(stored.statusCode()).as(stored.body()).isEqualTo(200);
        assertThat(paths(json(get("greet", "/code/files"))))
                .containsExactly("Hello.class", "Hello.java");
        HttpResponse<String> changed =
                change(
                        "greet",
                        digest(stored),
                        "\"Hello.java\":\"public class Hello implements Runnable { public void"
                                + " run() {} class In {} }\"");
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(paths(json(get("greet", "/code/files"))))
                .containsExactly("Hello$In.class", "Hello.class", "Hello.java");
    }

    @Test
    void mistakesInJavaSourceAreToldByLineAndNothingIsStored() {
        make("greet", "java", "Hello");

        HttpResponse<String> refused =
                put(
                        "greet",
                        "public class Hello {\n  int a = \"b\";\n}\n"
                                .getBytes(StandardCharsets.UTF_8),
                        "Hello.java");

        assertThat(refused.statusCode()).isEqualTo(400);
        JsonNode problem = json(refused);
        assertThat(problem.path("code").asString()).isEqualTo("package.invalid");
        assertThat(problem.path("detail").asString()).contains("Hello.java, line 2: incompatible");
        assertThat(problem.at("/mistakes/0/line").asInt()).isEqualTo(2);
        assertThat(problem.at("/mistakes/0/column").asInt()).isEqualTo(11);
        assertThat(problem.at("/mistakes/0/message").asString()).contains("String cannot be");
        assertThat(json(get("greet", "")).path("code").isNull()).isTrue();
    }

    private void make(String name, String runtime, String handler) {
        HttpResponse<String> made =
                asked.postJson(
                        FUNCTIONS,
                        owner.token(),
                        "{\"name\":\"%s\",\"runtime\":\"%s\",\"handler\":\"%s\"}"
                                .formatted(name, runtime, handler));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    }

    private HttpResponse<String> get(String function, String path) {
        return asked.ask("GET", FUNCTIONS + "/" + function + path, owner.token(), "");
    }

    private HttpResponse<String> change(String function, String digest, String files) {
        return asked.ask(
                "PATCH",
                FUNCTIONS + "/" + function + "/code",
                owner.token(),
                "{\"digest\":\"%s\",\"files\":{%s}}".formatted(digest, files));
    }

    private HttpResponse<String> put(String function, byte[] bytes, String fileName) {
        return send("PUT", function, "/code?filename=" + fileName, bytes);
    }

    private HttpResponse<String> send(
            String method, String function, String path, byte[] bytes, String... headers) {
        HttpRequest.Builder request =
                asked.request(FUNCTIONS + "/" + function + path, headers)
                        .header("Authorization", "Bearer " + owner.token())
                        .header("Content-Type", "application/octet-stream")
                        .method(method, HttpRequest.BodyPublishers.ofByteArray(bytes));
        return asked.send(request);
    }

    private static byte[] zip(String... paths) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (String path : paths) {
                zip.putNextEntry(new ZipEntry(path));
                zip.write(SOURCE.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String digest(HttpResponse<String> stored) {
        assertThat(stored.statusCode()).as(stored.body()).isEqualTo(200);
        return json(stored).path("digest").asString();
    }

    private static List<String> paths(JsonNode list) {
        return list.path("items").valueStream().map(f -> f.path("path").asString()).toList();
    }
}
