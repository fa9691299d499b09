package dev.meterlark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Usage as a file, and the tags that it is split by, from the command line. */
class UsageTests {

    private static final String ROWS = "invocation,attempt\r\n1,1\r\n";

    @TempDir Path home;
    private FakePlatform platform;
    private Typed typed;

    @BeforeEach
    void start() throws IOException {
        platform = new FakePlatform();
        typed = new Typed(home).loggedInTo(platform);
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    @Test
    void anExportIsPassedOnAsItIs() {
        platform.answers(
                "GET /usage/export?of=attempts&format=csv", 200, "text/csv;charset=UTF-8", ROWS);

        assertThat(typed.lark("usage", "export").out()).isEqualTo(ROWS);
    }

    @Test
    void anExportGoesIntoAFile() throws IOException {
        platform.answers(
                "GET /usage/export?from=2026-11-01&of=meters&format=jsonl",
                200,
                "application/jsonl",
                "{}\n");
        Path file = home.resolve("usage.jsonl");

        var seen =
                typed.lark(
                        "usage",
                        "export",
                        "--from",
                        "2026-11-01",
                        "--of",
                        "meters",
                        "--format",
                        "jsonl",
                        "--file",
                        file.toString());

        assertThat(seen.exit()).isZero();
        assertThat(seen.out()).isEmpty();
        assertThat(Files.readString(file)).isEqualTo("{}\n");
    }

    @Test
    void anExportThatIsRefusedSaysWhy() {
        platform.refuses(
                "GET /usage/export?of=all&format=csv",
                400,
                "request.invalid",
                "caller",
                "of takes attempts or meters");

        var seen = typed.lark("usage", "export", "--of", "all");

        assertThat(seen.exit()).isEqualTo(Exit.CALLER.code());
        assertThat(seen.err()).contains("of takes attempts or meters");
    }

    @Test
    void tagsAreShownGivenAndTakenAway() {
        platform.json(
                        "GET /functions/hello",
                        "{\"name\":\"hello\",\"tags\":{\"stage\":\"test\",\"team\":\"shop\"}}")
                .json("PATCH /functions/hello", "{\"name\":\"hello\",\"tags\":{\"team\":\"web\"}}");

        assertThat(typed.lark("tag", "hello").out()).isEqualTo("stage=test\nteam=shop\n");
        var seen = typed.lark("tag", "hello", "team=web", "--remove", "stage");

        assertThat(seen.out()).isEqualTo("team=web\n");
        assertThat(platform.last("PATCH /api/v1/functions/hello").text())
                .isEqualTo("{\"tags\":{\"team\":\"web\"}}");
        assertThat(typed.lark("tag", "hello", "team").exit()).isEqualTo(Exit.USAGE.code());
    }
}
