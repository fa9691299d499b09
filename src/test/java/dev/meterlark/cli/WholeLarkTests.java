package dev.meterlark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.invocation.FakeWorkers;
import dev.meterlark.worker.Ending;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Every verb against the whole application, whose functions echo. */
@MeterlarkTest
@Tag("once")
class WholeLarkTests {

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired FakeWorkers workers;
    @TempDir Path home;

    private Typed typed;

    @BeforeEach
    void logIn() {
        workers.behave(
                "larked.handler",
                (_, request) -> new Ending.Succeeded(request.payload(), "application/json"));
        workers.behave("larked.fails", (_, _) -> FakeWorkers.failed("TypeError", "x is no y"));
        String url = "http://127.0.0.1:" + port;
        typed = new Typed(home).resting().sending(tenants.newOwner().token());
        var seen = typed.lark("login", "--url", url, "--key", "-");
        assertThat(seen.exit()).as(seen.all()).isZero();
    }

    private Typed.Seen fine(String... arguments) {
        var seen = typed.lark(arguments);
        assertThat(seen.exit()).as(seen.all()).isZero();
        return seen;
    }

    private JsonNode json(String... arguments) {
        return Json.read(fine(arguments).bytes()).orElseThrow();
    }

    private void folder(String content) throws IOException {
        Path folder = Files.createDirectories(home.resolve("echo"));
        Files.writeString(folder.resolve("larked.mjs"), content);
        Files.writeString(folder.resolve("notes.txt"), "ünïcode");
    }

    @Test
    void versionsAliasesAndShiftsFromTheFirstToTheLast() throws IOException {
        folder("export const handler = async e => 1;");
        fine("deploy", "echo");
        assertThat(fine("versions", "echo").err()).contains("There are no versions yet");
        assertThat(fine("publish", "echo", "--description", "the first").out())
                .isEqualTo("Published version 1 of echo.\n");
        assertThat(fine("publish", "echo").out()).startsWith("Nothing has changed: version 1");
        folder("export const handler = async e => 2;");
        fine("deploy", "echo");
        assertThat(json("publish", "echo", "--json").path("version").asString()).isEqualTo("2");
        assertThat(fine("versions", "echo").out()).contains("VERSION", "the first", "128 MiB");

        assertThat(fine("alias", "echo").err()).contains("There are no aliases yet");
        assertThat(fine("alias", "echo", "live", "--version", "1").out())
                .isEqualTo("live of echo points at 1.\n");
        assertThat(fine("alias", "echo", "live", "--version", "1", "--weight", "2=0.25").out())
                .isEqualTo("live of echo points at 1, 2 (0.25).\n");
        assertThat(fine("alias", "echo", "live", "--rollback").out()).endsWith("points at 1.\n");
        assertThat(fine("alias", "echo", "live", "--history").out())
                .contains("rolled back", "made", "1, 2 (0.25)");
        assertThat(fine("alias", "echo").out()).contains("live", "--live/");
        assertThat(fine("invoke", "echo", "-q", "live", "-e", "7").out()).isEqualTo("7");

        assertThat(fine("shift", "echo", "live", "--to", "2").out())
                .contains("from version 1 to 2: running, step 1 of 2; 0.1 of the calls");
        assertThat(typed.lark("alias", "echo", "live", "--version", "2").err())
                .contains("is being shifted");
        assertThat(fine("shift", "echo", "live").out()).contains("running");
        assertThat(fine("shift", "echo", "live", "--abort").out()).contains("aborted");
        fine("shift", "echo", "live", "--to", "2", "--step", "0.5@1", "--wait");
        assertThat(fine("alias", "echo", "live").out()).endsWith("points at 2.\n");

        assertThat(typed.lark("delete", "echo", "--version", "2").err()).contains("alias live");
        assertThat(fine("delete", "echo", "--version", "1").out()).isEqualTo("Deleted echo:1.\n");
        fine("alias", "echo", "live", "--delete");
        fine("delete", "echo");
    }

    @Test
    void whatIsWronglyWrittenOfVersionsIsSaidBeforeAnythingIsSent() {
        for (String[] wrong :
                List.of(
                        new String[] {"alias", "echo", "a/b"},
                        new String[] {"alias", "echo", "--version", "1"},
                        new String[] {"alias", "echo", "live", "--weight", "2=0.1"},
                        new String[] {"alias", "echo", "live", "--rollback", "--delete"},
                        new String[] {"alias", "echo", "live", "--version", "1", "--weight", "2"},
                        new String[] {"shift", "echo", "live", "--to", "2", "--step", "much"},
                        new String[] {"shift", "echo", "live", "--to", "2", "--abort"},
                        new String[] {"invoke", "echo", "-q", "../x"})) {
            assertThat(typed.lark(wrong).exit()).as(String.join(" ", wrong)).isEqualTo(2);
        }
    }

    @Test
    void aFunctionFromItsFirstLineToItsLast() throws IOException {
        folder("export const handler = async e => e;");

        assertThat(fine("deploy", "echo").out())
                .startsWith("Created echo: nodejs20, larked.handler");
        assertThat(fine("functions").out()).contains("echo", "128 MiB");
        var answer = fine("invoke", "echo", "--event", "{\"n\": 1.50}");
        assertThat(answer.out()).isEqualTo("{\"n\": 1.50}");
        assertThat(answer.err()).contains("billed", "USD");
        assertThat(fine("invoke", "echo", "--log").err()).contains("printed", "warm");
        assertThat(fine("logs", "echo").out().lines())
                .hasSize(2)
                .allMatch(line -> line.matches("2[0-9T:-]+Z [0-9a-f]{8}  printed"));
        assertThat(fine("usage").out()).contains("FUNCTION", "echo", "total");
        assertThat(fine("tag", "echo", "team=shop", "stage=test").out())
                .isEqualTo("stage=test\nteam=shop\n");
        assertThat(fine("tag", "echo", "--remove", "stage").out()).isEqualTo("team=shop\n");
        assertThat(fine("usage", "--by", "tag:team,day").out()).contains("TAG:TEAM  DAY", "total");
        assertThat(fine("usage", "export").out().lines()).hasSize(3);
        assertThat(fine("runtimes").out()).contains("python3.11  python  Python 3.11.2");
        assertThat(fine("delete", "echo").out()).isEqualTo("Deleted echo.\n");
        assertThat(typed.lark("invoke", "echo").exit()).isEqualTo(3);
        assertThat(fine("logout").out()).isEqualTo("Logged out.\n");
    }

    @Test
    void deployingAgainSendsWhatChangedAndNothingElse() throws IOException {
        folder("export const handler = async e => e;");

        assertThat(json("deploy", "echo", "--json").path("action").asString()).isEqualTo("created");
        JsonNode same = json("deploy", "echo", "--env", "STAGE=a b", "--timeout", "7", "--json");
        assertThat(same.path("uploaded").asBoolean()).isFalse();
        assertThat(same.at("/function/timeout").asInt()).isEqualTo(7);
        assertThat(same.at("/function/environment/STAGE").asString()).isEqualTo("a b");
        JsonNode again = json("deploy", "echo", "--env", "STAGE=a b", "--timeout", "7", "--json");
        assertThat(again.path("action").asString()).isEqualTo("unchanged");
        folder("export const handler = async e => [e];");
        JsonNode changed = json("deploy", "echo", "--json");

        assertThat(changed.path("uploaded").asBoolean()).isTrue();
        assertThat(changed.at("/function/code/digest").asString())
                .isNotEqualTo(same.at("/function/code/digest").asString());
        assertThat(changed.at("/function/environment/STAGE").asString()).isEqualTo("a b");
    }

    @Test
    void whatThePlatformStoresOfAFolderIsWhatWasSentByteForByte() throws IOException {
        folder("export const handler = async e => e;");
        JsonNode deployed = json("deploy", "echo", "--json");

        try (CodePackage code = CodePackage.of(home.resolve("echo"))) {
            assertThat(deployed.at("/function/code/digest").asString()).isEqualTo(code.digest());
        }
    }

    @Test
    void refusalsSayWhyAndByWhoseFault() throws IOException {
        folder("export const handler = async e => e;");
        fine("deploy", "echo");

        fine("deploy", "echo", "--handler", "larked.fails");
        var failed = typed.lark("invoke", "echo");
        assertThat(failed.exit()).isEqualTo(4);
        assertThat(failed.err()).contains("x is no y", "(function.error)", "billed");
        var memory = typed.lark("deploy", "echo", "--memory", "1");
        assertThat(memory.exit()).isEqualTo(3);
        assertThat(memory.err()).contains("memoryMb", "was: 1", "(request.invalid)");
        var handler =
                typed.lark(
                        "deploy",
                        "echo",
                        "--name",
                        "other",
                        "--runtime",
                        "nodejs",
                        "--handler",
                        "gone.handler");
        assertThat(handler.exit()).isEqualTo(3);
        assertThat(handler.err()).contains("gone", "(package.invalid)");
        var runtime = typed.lark("deploy", "echo", "--runtime", "cobol");
        assertThat(runtime.err()).contains("cobol", "nodejs20", "lark runtimes");
        var usage = typed.lark("usage", "--from", "yesterday");
        assertThat(usage.err()).contains("from must be a date", "yesterday");
        var event = typed.lark("invoke", "echo", "--event", "\"" + "x".repeat(7_000_000) + "\"");
        assertThat(event.exit()).as(event.err()).isEqualTo(3);
        assertThat(event.err()).contains("(event.too-large)");
    }

    @Test
    void aPackageThatIsTooLargeIsThePackagesFault() throws IOException {
        Path zip = home.resolve("large.zip");
        try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.setLevel(Deflater.NO_COMPRESSION);
            out.putNextEntry(new ZipEntry("larked.mjs"));
            for (int i = 0; i < 53; i++) {
                out.write(new byte[1 << 20]);
            }
        }

        var seen = typed.lark("deploy", "large.zip");

        assertThat(seen.exit()).as(seen.err()).isEqualTo(3);
        assertThat(seen.err()).contains("(package.too-large)");
    }

    @Test
    void theJsonOfEachVerbIsOneDocument() throws IOException {
        folder("export const handler = async e => e;");
        json("deploy", "echo", "--json");

        assertThat(json("functions", "--json").at("/items/0/name").asString()).isEqualTo("echo");
        assertThat(json("functions", "--json").at("/items/0/id").asString("an object"))
                .matches("[0-9a-f-]{36}");
        assertThat(json("invoke", "echo", "-e", "[1]", "--json").path("answer").toString())
                .isEqualTo("[1]");
        assertThat(json("usage", "--by", "function,day", "--json").has("total")).isTrue();
        assertThat(json("runtimes", "--json").at("/items/0/name").asString()).isEqualTo("nodejs20");
        assertThat(json("delete", "echo", "--json").path("deleted").asBoolean()).isTrue();
    }
}
