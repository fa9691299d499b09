package dev.meterlark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

/** What functions may do, from the command line. */
class RoleTests {

    private static final String NOTHING =
            "{\"name\":\"hello\",\"permissions\":[],\"functions\":[]}";
    private static final String INVOKES =
            "{\"name\":\"hello\",\"permissions\":[\"functions:invoke\"],\"functions\":[\"greet\"]}";

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
    void aRoleIsShown() {
        platform.json("GET /functions/hello/role", NOTHING);
        assertThat(typed.lark("role", "hello").out())
                .isEqualTo("hello may do nothing with the platform.\n");
    }

    @Test
    void aRoleIsGivenAsAWhole() {
        platform.json("PUT /functions/hello/role", INVOKES)
                .json("GET /functions/hello/role", INVOKES);

        var seen = typed.lark("role", "hello", "--allow", "functions:invoke", "--on", "greet");

        assertThat(seen.exit()).isZero();
        assertThat(seen.out()).isEqualTo("hello may: functions:invoke\nfunctions: greet\n");
    }

    @Test
    void whatDoesNotGoTogetherIsRefusedHere() {
        assertThat(typed.lark("role", "hello", "--none", "--on", "greet").exit())
                .isEqualTo(Exit.USAGE.code());
        assertThat(typed.lark("role", "hello", "--on", "greet").exit())
                .isEqualTo(Exit.USAGE.code());
    }
}
