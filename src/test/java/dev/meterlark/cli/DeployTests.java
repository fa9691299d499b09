package dev.meterlark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

class DeployTests {

    private static final String FUNCTION = "GET /functions/hello";
    private static final String CODE = "PUT /functions/hello/code";
    private static final String STORED =
            "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef";

    private static final String UPLOADED =
            "{\"digest\":\"%s\",\"size\":321,\"unpackedSize\":40,\"entries\":1,\"revision\":2}"
                    .formatted(STORED);

    @TempDir Path home;
    private Path folder;
    private FakePlatform platform;
    private Typed typed;

    @BeforeEach
    void start() throws IOException {
        folder = Files.createDirectory(home.resolve("hello"));
        platform = new FakePlatform();
        typed = new Typed(home).loggedInTo(platform);
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    private static String function(String runtime, String handler, boolean code) {
        return """
        {"id":"0199-f","name":"hello","runtime":"%s","handler":"%s","description":"","memoryMb":128,"timeout":3,
         "concurrency":0,"urlId":"u","revision":1,"code":%s,"environment":{"STAGE":"test"},"variables":1,
         "createdAt":"2026-11-24T00:00:00.123456Z","changedAt":"2026-11-24T00:00:00.123456Z"}\
        """
                .formatted(
                        runtime,
                        handler,
                        code ? "{\"digest\":\"%s\",\"size\":321}".formatted(STORED) : "null");
    }

    /** There is no such function until it was made. */
    private void isNew(String runtime, String handler) {
        platform.refuses(FUNCTION, 404, "not-found", "caller", "there is no function named hello")
                .json(FUNCTION, function(runtime, handler, true))
                .answers(
                        "POST /functions",
                        201,
                        FakePlatform.JSON,
                        function(runtime, handler, false))
                .json(CODE, UPLOADED);
    }

    private void isThere() {
        platform.json(FUNCTION, function("nodejs20", "index.handler", true))
                .json("PATCH /functions/hello", function("nodejs20", "index.handler", true))
                .json(CODE, UPLOADED);
    }

    private List<String> uploadedNames() throws IOException {
        List<String> names = new ArrayList<>();
        byte[] body = platform.last("PUT /api/v1/functions/hello/code").body();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(body))) {
            for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                names.add(e.getName());
            }
        }
        return names;
    }

    @Test
    void aFolderBecomesAFunctionNamedAfterItGuessedByItsFiles() throws IOException {
        Files.writeString(folder.resolve("index.mjs"), "export const handler = () => 1;");
        isNew("nodejs20", "index.handler");

        var seen = typed.lark("deploy", "hello");

        assertThat(seen.exit()).isZero();
        assertThat(platform.routes())
                .containsExactly(
                        "GET /api/v1/functions/hello",
                        "POST /api/v1/functions",
                        "PUT /api/v1/functions/hello/code",
                        "GET /api/v1/functions/hello");
        assertThat(platform.last("POST /api/v1/functions").text())
                .isEqualTo(
                        "{\"name\":\"hello\",\"runtime\":\"nodejs\",\"handler\":\"index.handler\"}");
        assertThat(platform.last("POST /api/v1/functions").header("Idempotency-key")).isNotEmpty();
        assertThat(seen.err())
                .contains("Taken for nodejs with the handler index.handler, by index.mjs");
        assertThat(seen.out())
                .isEqualTo(
                        "Created hello: nodejs20, index.handler, 128 MiB, 3 s; code uploaded (321"
                                + " B).\n");
        assertThat(uploadedNames()).containsExactly("index.mjs");
    }

    @Test
    void aFileOfJavaIsSentAsItIsForThePlatformToCompile() throws IOException {
        String source = "package com.acme;\npublic class Hello {}\n";
        Files.writeString(home.resolve("Hello.java"), source);
        isNew("java25", "com.acme.Hello");
        platform.json(CODE + "?filename=Hello.java", UPLOADED);

        var seen = typed.lark("deploy", "Hello.java");

        assertThat(seen.exit()).as(seen.err()).isZero();
        assertThat(platform.last("POST /api/v1/functions").text())
                .isEqualTo(
                        "{\"name\":\"hello\",\"runtime\":\"java\",\"handler\":\"com.acme.Hello\"}");
        String route = "PUT /api/v1/functions/hello/code?filename=Hello.java";
        assertThat(platform.last(route).text()).isEqualTo(source);
    }

    @Test
    void whatIsGivenWinsOverTheGuess() throws IOException {
        Files.writeString(folder.resolve("tool.py"), "def main(e, c): pass");
        Files.writeString(home.resolve(".env"), "# comment\n\nSTAGE=file\nTOKEN=a=b\n");
        isNew("python3.11", "tool.main");

        typed.lark(
                "deploy",
                "hello",
                "--runtime",
                "python3.11",
                "--handler",
                "tool.main",
                "--memory",
                "256",
                "--timeout",
                "9",
                "--env",
                "STAGE=line",
                "--env-file",
                ".env");

        assertThat(
                        Json.read(platform.last("POST /api/v1/functions").body())
                                .orElseThrow()
                                .toString())
                .isEqualTo(
                        "{\"name\":\"hello\",\"runtime\":\"python3.11\",\"handler\":\"tool.main\",\"memoryMb\":256,"
                            + "\"timeout\":9,\"environment\":{\"STAGE\":\"line\",\"TOKEN\":\"a=b\"}}");
    }

    @Test
    void codeThatIsThereAlreadyIsNotSentAgain() throws IOException {
        Files.writeString(folder.resolve("index.mjs"), "export const handler = () => 1;");
        isThere();

        var first = typed.lark("deploy", "hello", "--json");
        var second = typed.lark("deploy", "hello", "--json");
        Files.writeString(folder.resolve("index.mjs"), "export const handler = () => 2;");
        var third = typed.lark("deploy", "hello", "--json");

        assertThat(first.out()).startsWith("{\"action\":\"updated\",\"uploaded\":true");
        assertThat(second.out()).startsWith("{\"action\":\"unchanged\",\"uploaded\":false");
        assertThat(third.out()).startsWith("{\"action\":\"updated\",\"uploaded\":true");
        assertThat(platform.routes().stream().filter(r -> r.startsWith("PUT"))).hasSize(2);
        assertThat(third.err()).isEmpty();
    }

    @Test
    void anUpdateSendsOnlyWhatDiffers() throws IOException {
        Files.writeString(folder.resolve("index.mjs"), "export const handler = () => 1;");
        isThere();
        typed.lark("deploy", "hello");

        typed.lark(
                "deploy",
                "hello",
                "--runtime",
                "nodejs",
                "--memory",
                "128",
                "--timeout",
                "5",
                "--env",
                "STAGE=test");

        assertThat(platform.last("PATCH /api/v1/functions/hello").text())
                .isEqualTo("{\"timeout\":5}");
    }

    @Test
    void aSingleSourceFileKeepsItsNameAndAnExecutableBecomesBootstrap() throws IOException {
        Files.writeString(home.resolve("hello.py"), "def handler(e, c): return e");
        isNew("python3.11", "hello.handler");

        typed.lark("deploy", "hello.py");
        assertThat(uploadedNames()).containsExactly("hello.py");
        assertThat(platform.last("POST /api/v1/functions").text()).contains("\"hello.handler\"");

        Files.writeString(home.resolve("native"), "#!/bin/sh\n");
        typed.lark("deploy", "native", "--name", "hello");
        assertThat(uploadedNames()).containsExactly("bootstrap");
    }

    @Test
    void whenTheFilesDoNotSayWhatItIsItAsks() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "x");

        var seen = typed.lark("deploy", "hello");

        assertThat(seen.exit()).isEqualTo(2);
        assertThat(seen.err()).contains("which runtime", "--runtime nodejs");
        assertThat(platform.routes()).containsExactly("GET /api/v1/functions/hello");
    }

    @Test
    void aLinkIsRefusedByName() throws IOException {
        Files.writeString(folder.resolve("index.js"), "");
        Files.createDirectory(folder.resolve("bin"));
        Files.createSymbolicLink(folder.resolve("bin/tool"), Path.of("../index.js"));

        var seen = typed.lark("deploy", "hello");

        assertThat(seen.exit()).isEqualTo(2);
        assertThat(seen.err()).contains("bin/tool is a symbolic link", ".larkignore");
        assertThat(platform.taken()).isEmpty();
    }

    @Test
    void aRefusedPackageLeavesTheFunctionAndSaysSo() throws IOException {
        Files.writeString(folder.resolve("index.mjs"), "");
        platform.refuses(FUNCTION, 404, "not-found", "caller", "none")
                .answers("POST /functions", 201, FakePlatform.JSON, "{}")
                .refuses(CODE, 400, "package.invalid", "caller", "it holds nothing");

        var seen = typed.lark("deploy", "hello");

        assertThat(seen.exit()).isEqualTo(3);
        assertThat(seen.err())
                .contains("it holds nothing", "(package.invalid)", "lark delete hello");
    }

    @Test
    void aScreenShowsHowFarTheUploadIs() throws IOException {
        Files.writeString(folder.resolve("index.mjs"), "x".repeat(200_000));
        isNew("nodejs20", "index.handler");

        assertThat(typed.onAScreen().lark("deploy", "hello").err())
                .contains("\ruploading [", "100 %");
    }

    @Test
    void withoutAScreenThereIsNoBar() throws IOException {
        Files.writeString(folder.resolve("index.mjs"), "x");
        isNew("nodejs20", "index.handler");

        assertThat(typed.lark("deploy", "hello").err()).doesNotContain("uploading [");
    }

    @Test
    void aSecretValueIsNeverRepeated() {
        var seen = typed.lark("deploy", "hello", "--env", "hunter2");

        assertThat(seen.exit()).isEqualTo(2);
        assertThat(seen.all()).contains("--env is no KEY=VALUE").doesNotContain("hunter2");
    }

    @Test
    void namesAreMadeOfPaths() {
        assertThat(DeployCommand.nameOf(Path.of("/x/My Function_2.zip")))
                .isEqualTo("my-function-2");
        assertThat(DeployCommand.nameOf(Path.of("app.py"))).isEqualTo("app");
    }
}
