package dev.meterlark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

class LoginTests {

    private static final String ACCOUNT =
            """
            {"id":"0199","name":"Acme \\u001b[31m","slug":"acme","number":"000000000001","operator":false,
             "role":null,"permissions":["account.read"],"limits":{},"createdAt":"2026-11-01T00:00:00Z"}\
            """;

    @TempDir Path home;
    private FakePlatform platform;
    private Typed typed;

    @BeforeEach
    void start() throws IOException {
        platform = new FakePlatform().json("GET /account", ACCOUNT);
        typed = new Typed(home);
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    private Path file() {
        return home.resolve(".config/meterlark/credentials");
    }

    @Test
    void aKeyThatThePlatformKnowsIsKeptForItsOwnerAlone() throws IOException {
        var seen =
                typed.sending(Typed.KEY + "\n")
                        .lark("login", "--url", platform.url(), "--key", "-");

        assertThat(seen.exit()).isZero();
        assertThat(seen.out()).contains("Logged in to " + platform.url(), "Acme \\x1b[31m (acme)");
        assertThat(platform.last("GET /api/v1/account").header("Authorization"))
                .isEqualTo("Bearer " + Typed.KEY);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        try (var files = Files.list(file().getParent())) {
            assertThat(files).containsExactly(file());
        }
        assertThat(seen.all()).doesNotContain(Typed.KEY);
    }

    @Test
    void whatIsKeptIsUsedUntilLogout() {
        typed.sending(Typed.KEY).lark("login", "--url", platform.url(), "--key", "-");
        platform.json("GET /functions", "{\"items\":[],\"nextCursor\":null}");

        assertThat(typed.lark("functions").exit()).isZero();
        assertThat(typed.lark("logout").out()).contains("Logged out");
        assertThat(Files.exists(file())).isFalse();
        var after = typed.lark("functions");

        assertThat(after.exit()).isEqualTo(2);
        assertThat(after.err()).contains("there is no API key", "lark login");
    }

    @Test
    void atATerminalTheKeyIsAskedForWithoutEcho() {
        var seen = typed.whoTypesWhenAsked(Typed.KEY).lark("login", "--url", platform.url());

        assertThat(seen.exit()).isZero();
        assertThat(seen.all()).doesNotContain(Typed.KEY);
    }

    @Test
    void withoutATerminalItSaysHowToSendTheKey() {
        var seen = typed.lark("login", "--url", platform.url());

        assertThat(seen.exit()).isEqualTo(2);
        assertThat(seen.err()).contains("lark login --key - < FILE");
    }

    @Test
    void aKeyThatThePlatformRefusesIsNotKept() {
        platform.close();
        try (var strict = refusing()) {
            var seen = typed.sending(Typed.KEY).lark("login", "--url", strict.url(), "--key", "-");

            assertThat(seen.exit()).isEqualTo(3);
            assertThat(seen.err()).contains("revoked", "auth.unauthenticated", "lark login");
            assertThat(Files.exists(file())).isFalse();
        }
    }

    private static FakePlatform refusing() {
        try {
            return new FakePlatform()
                    .refuses("GET /account", 401, "auth.unauthenticated", "caller", "revoked");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatIsNoKeyIsNeitherSentNorShown() {
        var seen = typed.lark("login", "--url", platform.url(), "--key", "hunter2hunter2hunter2");

        assertThat(seen.exit()).isEqualTo(2);
        assertThat(seen.all()).contains("--key").doesNotContain("hunter2");
        assertThat(platform.taken()).isEmpty();
    }

    @Test
    void theEnvironmentWinsOverWhatIsKept() {
        typed.sending(Typed.KEY).lark("login", "--url", platform.url(), "--key", "-");
        platform.json("GET /functions", "{\"items\":[]}");
        String other = Typed.KEY.replace("secret", "public");

        typed.with("METERLARK_API_KEY", other).lark("functions");

        assertThat(platform.last("GET /api/v1/functions").header("Authorization"))
                .isEqualTo("Bearer " + other);
    }

    @Test
    void aKeptKeyIsNeverSentToAnotherAddress() {
        typed.sending(Typed.KEY).lark("login", "--url", platform.url(), "--key", "-");

        var seen = typed.with("METERLARK_URL", "http://127.0.0.1:9").lark("functions");

        assertThat(seen.exit()).isEqualTo(2);
        assertThat(seen.err()).contains("http://127.0.0.1:9", platform.url(), "METERLARK_API_KEY");
    }

    @Test
    void aFileThatOthersMayReadIsRefused() throws IOException {
        typed.sending(Typed.KEY).lark("login", "--url", platform.url(), "--key", "-");
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));

        var seen = typed.lark("functions");

        assertThat(seen.exit()).isEqualTo(2);
        assertThat(seen.err()).contains("rw-r--r--", "chmod 600 " + file());
    }

    @Test
    void xdgSaysWhereItIsKept() {
        Path elsewhere = home.resolve("elsewhere");
        typed.with("XDG_CONFIG_HOME", elsewhere.toString())
                .sending(Typed.KEY)
                .lark("login", "--url", platform.url(), "--key", "-");

        assertThat(elsewhere.resolve("meterlark/credentials")).exists();
    }

    @Test
    void whatIsNoAddressIsRefused() {
        var seen = typed.lark("login", "--url", "localhost:8080", "--key", Typed.KEY);

        assertThat(seen.exit()).isEqualTo(2);
        assertThat(seen.err()).contains("http://localhost:8080", "was: localhost:8080");
    }
}
