package dev.meterlark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The verbs that only ask, and what is the same for all verbs. */
class AskingTests {

    private static final String FUNCTION =
            """
            {"id":"%s","name":"%s","runtime":"nodejs20","handler":"index.handler","description":"","memoryMb":128,
             "timeout":3,"concurrency":0,"urlId":"u","url":"http://localhost/acme/f/","revision":1,"code":{"digest":"ab","size":2048},"environment":null,
             "variables":0,"createdAt":"2026-11-24T00:00:00Z","changedAt":"2026-11-24T00:00:00.5Z"}\
            """;

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

    private void twoPages() {
        platform.json(
                        "GET /functions",
                        "{\"items\":[%s],\"nextCursor\":\"a b\"}"
                                .formatted(FUNCTION.formatted("1", "one")))
                .json(
                        "GET /functions?cursor=a+b",
                        "{\"items\":[%s],\"nextCursor\":null}"
                                .formatted(FUNCTION.formatted("2", "two")));
    }

    @Test
    void functionsAreATableOfAllPages() {
        twoPages();

        assertThat(typed.lark("functions").out())
                .isEqualTo(
                        """
                        NAME  RUNTIME   HANDLER         MEMORY  TIMEOUT     CODE  CHANGED               URL
                        one   nodejs20  index.handler  128 MiB      3 s  2.0 KiB  2026-11-24T00:00:00Z  http://localhost/acme/f/
                        two   nodejs20  index.handler  128 MiB      3 s  2.0 KiB  2026-11-24T00:00:00Z  http://localhost/acme/f/
                        """);
    }

    @Test
    void functionsAsJsonAreOneListOfAllPages() {
        twoPages();

        var document = Json.read(typed.lark("functions", "--json").bytes()).orElseThrow();

        assertThat(document.path("items").size()).isEqualTo(2);
        assertThat(document.at("/items/1/name").asString()).isEqualTo("two");
    }

    @Test
    void usageAddsUp() {
        platform.json(
                "GET /usage?from=2026-11-01&groupBy=function",
                """
                {"from":"2026-11-01T00:00:00Z","to":"2026-11-24T00:00:00Z","currency":"USD",
                 "items":[{"function":"hello","functionId":"1","calls":3,"billableCalls":2,
                   "errors":{"caller":0,"function":1,"platform":1},"billedMs":120,"gbSeconds":"0.015","price":"0.00000085","currency":"USD"}],
                 "total":{"calls":3,"billableCalls":2,"errors":{"caller":0,"function":1,"platform":1},"billedMs":120,
                   "gbSeconds":"0.015","price":"0.00000085","currency":"USD"}}\
                """);

        assertThat(typed.lark("usage", "--from", "2026-11-01").out())
                .isEqualTo(
                        """
                        2026-11-01T00:00:00Z to 2026-11-24T00:00:00Z
                        FUNCTION  CALLS  FAILED  BILLED MS   GB-S           PRICE
                        hello         3       2        120  0.015  0.00000085 USD
                        total         3       2        120  0.015  0.00000085 USD
                        """);
    }

    @Test
    void runtimesAndDelete() {
        platform.json(
                        "GET /runtimes",
                        "{\"items\":[{\"name\":\"nodejs20\",\"family\":\"nodejs\",\"version\":\"v20.20.2\"}]}")
                .answers("DELETE /functions/hello", 204, FakePlatform.JSON, "");

        assertThat(typed.lark("runtimes").out()).contains("nodejs20  nodejs  v20.20.2");
        assertThat(typed.lark("delete", "hello").out()).isEqualTo("Deleted hello.\n");
        assertThat(typed.lark("delete", "hello", "--json").out())
                .isEqualTo("{\"name\":\"hello\",\"deleted\":true}\n");
    }

    @Test
    void nobodyThereIsAnExitOfItsOwn() {
        var seen = typed.with("METERLARK_URL", "http://127.0.0.1:1").lark("functions", "--json");

        assertThat(seen.exit()).isEqualTo(6);
        assertThat(seen.out())
                .startsWith(
                        "{\"error\":{\"code\":\"lark.cannot-connect\",\"fault\":\"unreachable\"")
                .endsWith("\"exitCode\":6}}\n");
        assertThat(seen.err()).contains("cannot connect to http://127.0.0.1:1");
    }

    @Test
    void whatIsNoMeterlarkIsToldAsSuch() {
        platform.answers("GET /functions", 200, "text/html", "<html>router login</html>");
        assertThat(typed.lark("functions").exit()).isEqualTo(6);
        platform.answers("GET /runtimes", 302, "text/html", "", "Location", "http://evil.example/");

        var redirected = typed.lark("runtimes");

        assertThat(redirected.exit()).isEqualTo(6);
        assertThat(redirected.err()).contains("http://evil.example/");
    }

    @Test
    void whatThePlatformSaysCannotActOnTheTerminal() {
        platform.refuses(
                "GET /functions",
                403,
                "auth.forbidden",
                "caller",
                "no \\u001b]8;;evil\\u0007 \\u202e");

        assertThat(typed.lark("functions").err())
                .contains("no \\x1b]8;;evil\\x07 \\u{202e}")
                .doesNotContain("\u001b", "\u202e");
    }

    @Test
    void onlyWhatMayBeSentTwiceIsSentAgain() {
        platform.refuses(
                        "GET /functions", 503, "platform.busy", "platform", "x", "Retry-After", "3")
                .json("GET /functions", "{\"items\":[]}")
                .refuses("DELETE /functions/hello", 503, "platform.busy", "platform", "x")
                .breaks("DELETE /functions/bye");

        assertThat(typed.lark("functions").exit()).isZero();
        assertThat(typed.pauses()).containsExactly(Duration.ofSeconds(3));
        assertThat(typed.lark("delete", "hello").exit()).isEqualTo(5);
        assertThat(typed.lark("delete", "bye").exit()).isEqualTo(6);
        assertThat(platform.taken().stream().filter(t -> t.method().equals("DELETE"))).hasSize(2);
    }

    @Test
    void aWaitThatIsTooLongIsLeftToTheCaller() {
        platform.refuses(
                "GET /functions",
                429,
                "request.rate-limited",
                "caller",
                "slow",
                "Retry-After",
                "600");

        assertThat(typed.lark("functions").exit()).isEqualTo(3);
        assertThat(typed.pauses()).isEmpty();
    }

    @Test
    void theKeyIsShownByNothing() {
        platform.refuses("GET /functions", 500, "platform.error", "platform", "id 1");

        assertThat(typed.lark("functions").all()).doesNotContain("secretsecret");
        assertThat(new Connection(Connection.LOCAL, Typed.KEY).toString()).doesNotContain("secret");
    }
}
