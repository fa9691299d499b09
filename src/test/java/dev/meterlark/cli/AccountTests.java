package dev.meterlark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The account, its members, its audit log, and its asynchronous calls. */
class AccountTests {

    private static final String ACCOUNT =
            """
            {"id":"i","name":"Acme","slug":"acme","number":"123456789012","operator":false,
             "permissions":["account:read","audit:read"],
             "limits":{"concurrency":100,"functions":20,"codeBytes":1000},
             "createdAt":"2026-11-25T21:00:00Z"}
            """;

    private static final String AUDIT = "GET /audit?limit=1&from=2026-11-25&action=function.";

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
    void theAccountIsShownWithWhatTheKeyMay() throws IOException {
        platform.json("GET /account", ACCOUNT);

        assertThat(typed.lark("account").out())
                .contains("Acme", "acme", "123456789012")
                .contains("This key may: account:read audit:read");
        assertThat(typed.lark("account", "show", "--json").out()).contains("\"slug\":\"acme\"");
    }

    @Test
    void itGetsAnotherName() throws IOException {
        platform.json("PATCH /account", ACCOUNT);

        assertThat(typed.lark("account", "set", "--name", "Acme").exit()).isZero();
        assertThat(platform.last("PATCH /api/v1/account").text()).isEqualTo("{\"name\":\"Acme\"}");
    }

    @Test
    void itsDataGoesIntoAFileOrToStandardOutputAndNowhereUnasked() throws IOException {
        platform.answers("GET /account/export", 200, "application/zip", "PK…");
        platform.answers("GET /account/export", 200, "application/zip", "PK…");

        assertThat(typed.lark("account", "export").exit()).isNotZero();
        assertThat(typed.lark("account", "export", "--file", "acme.zip").out())
                .contains("Wrote acme.zip");
        assertThat(Files.readString(home.resolve("acme.zip"))).isEqualTo("PK…");
        assertThat(typed.lark("account", "export", "-").out()).isEqualTo("PK…");
    }

    @Test
    void membersAreListed() throws IOException {
        platform.json(
                "GET /members?limit=100",
                "{\"items\":[{\"personId\":\"p\",\"email\":\"ada@acme.test\",\"role\":\"owner\","
                        + "\"joinedAt\":\"2026-11-25T21:00:00.5Z\"}]}");

        assertThat(typed.lark("members").out())
                .contains("ada@acme.test", "owner", "2026-11-25T21:00:00Z");
    }

    @Test
    void theAuditLogIsSearchedAndSaysWhereItGoesOn() throws IOException {
        platform.json(
                AUDIT,
                "{\"items\":[{\"number\":7,\"at\":\"2026-11-25T21:00:00Z\",\"actor\":\"key:MLAK\","
                        + "\"action\":\"function.created\",\"subject\":\"function:hello\","
                        + "\"detail\":{\"runtime\":\"nodejs20\"}}],\"nextCursor\":\"older\"}");

        Typed.Seen seen =
                typed.lark("audit", "--since", "2026-11-25", "--action", "function.", "-n", "1");

        assertThat(seen.out()).contains("key:MLAK", "function.created", "nodejs20");
        assertThat(seen.err()).contains("--cursor older");
        assertThat(typed.lark("audit", "-n", "101").err()).contains("-n must be 1 to 100");
    }

    @Test
    void asynchronousCallsThatHaveNotEndedAreListed() throws IOException {
        platform.json(
                "GET /functions/hello/async/calls?limit=20",
                "{\"items\":[{\"id\":\"c\",\"status\":\"queued\",\"attempts\":2,"
                        + "\"acceptedAt\":\"2026-11-25T21:00:00Z\",\"errorType\":\"Oops\"}],"
                        + "\"nextCursor\":\"later\"}");
        platform.json("GET /functions/hello/async/calls?limit=1&cursor=later", "{\"items\":[]}");
        platform.json("GET /async-calls", "{\"queued\":3,\"succeeded\":9}");

        Typed.Seen seen = typed.lark("async", "list", "hello");
        assertThat(seen.out()).contains("queued", "Oops");
        assertThat(seen.err()).contains("--cursor later");
        assertThat(typed.lark("async", "list", "hello", "-n", "1", "--cursor", "later").err())
                .contains("There are none.");
        assertThat(typed.lark("async", "list").out()).contains("queued", "3", "succeeded", "9");
        assertThat(typed.lark("async").err()).contains("which function's asynchronous calls?");
    }

    @Test
    void oneIsShownAndCancelledByItsId() throws IOException {
        String id = "0199aaaa-0000-7000-8000-000000000001";
        platform.json("GET /invocations/" + id, "{\"id\":\"%s\"}".formatted(id));
        platform.json("DELETE /invocations/" + id, "{\"id\":\"%s\"}".formatted(id));

        assertThat(typed.lark("async", "show", id, "--json").out()).contains(id);
        assertThat(typed.lark("async", "cancel", id, "--json").out()).contains(id);
    }
}
