package dev.meterlark.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.SandboxHop;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.io.IOException;

/** The listener that relays come to: who speaks there, and what there is. */
@EdgeTest
class FunctionDoorTests {

    private static final String HOST = "Host: 127.0.0.1";

    @LocalServerPort int port;
    @Autowired SandboxPasses passes;
    @Autowired EdgeModule.KnownPeople people;

    private int inner;
    private String pass;

    @BeforeEach
    void issue() {
        inner = passes.address().orElseThrow().getPort();
        pass = passes.issue(people.account, EdgeModule.FUNCTION);
    }

    @AfterEach
    void giveBack() {
        passes.giveBack(pass);
    }

    @Test
    void aPassSaysWhichFunctionSpeaksAndItsRoleWhatItMay() throws IOException {
        String refused = ask("/api/v1/sample/who", pass);

        assertThat(refused).startsWith("HTTP/1.1 403").contains("functions:read");
        assertThat(refused).contains("RateLimit-Policy: \"function\"");
    }

    @Test
    void withoutAPassThatIsGoodThereIsNothing() throws IOException {
        String another = passes.issue(people.account, FunctionId.random());
        String id = pass.substring(0, pass.indexOf('.'));
        String secret = another.substring(another.indexOf('.'));
        for (String bad : new String[] {"", "x", id + ".", id + secret, another}) {
            assertThat(ask("/api/v1/sample/who", bad)).as(bad).startsWith("HTTP/1.1 401");
        }
        passes.giveBack(another);
        passes.giveBack(pass);
        assertThat(ask("/api/v1/sample/who", pass)).startsWith("HTTP/1.1 401");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/rooms", "/actuator/health", "/assets/x.js", "/api", "/problems/x"})
    void nothingButTheApisIsThere(String path) throws IOException {
        assertThat(ask(path, pass)).startsWith("HTTP/1.1 404");
        String signed =
                RawHttp.ask(
                        inner,
                        "GET " + path + " HTTP/1.1",
                        HOST,
                        SandboxHop.SERVICE + ": lambda",
                        "X-Amz-Target: x",
                        SandboxHop.PASS + ": " + pass);
        assertThat(signed).startsWith("HTTP/1.1 404");
    }

    @Test
    void whatIsOpenToAnyoneIsForNoFunction() throws IOException {
        assertThat(ask("/api/v1/sample/open", pass))
                .startsWith("HTTP/1.1 403")
                .contains("not for functions");
    }

    @Test
    void aKeyThatComesWithAPassIsNotLookedAt() throws IOException {
        String answer =
                RawHttp.ask(
                        inner,
                        "GET /api/v1/sample/who HTTP/1.1",
                        HOST,
                        SandboxHop.PASS + ": " + pass,
                        "Authorization: Bearer " + EdgeModule.KnownPeople.OWNER);

        assertThat(answer).startsWith("HTTP/1.1 403");
    }

    @Test
    void aPassMeansNothingAtTheFirstListener() throws IOException {
        String answer =
                RawHttp.ask(
                        port,
                        "GET /api/v1/sample/who HTTP/1.1",
                        HOST,
                        SandboxHop.PASS + ": " + pass);

        assertThat(answer).startsWith("HTTP/1.1 401");
    }

    @Test
    void whatLooksLikeAwssIsRefusedInAwssForm() throws IOException {
        String answer =
                RawHttp.ask(
                        inner,
                        "POST /2015-03-31/functions/x/invocations HTTP/1.1",
                        HOST,
                        "Content-Length: 0",
                        SandboxHop.PASS + ": nobody's");

        assertThat(answer)
                .startsWith("HTTP/1.1 403")
                .contains("x-amzn-ErrorType: MissingAuthenticationTokenException");
    }

    private String ask(String path, String pass) throws IOException {
        return RawHttp.ask(inner, "GET " + path + " HTTP/1.1", HOST, SandboxHop.PASS + ": " + pass);
    }
}
