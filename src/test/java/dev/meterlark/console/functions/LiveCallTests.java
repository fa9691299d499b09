package dev.meterlark.console.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** Answers of calls from the console, shown while they come. */
@MeterlarkTest
class LiveCallTests {

    @LocalServerPort int port;
    @Autowired Tenants tenants;

    @Test
    void piecesOfAStreamedAnswerComeInLinesBeforeWhatBecameOfTheCall() {
        String answer = call("streams").body();

        assertThat(answer.lines().limit(4))
                .containsExactly(
                        "{\"piece\":\"one,\"}",
                        "{\"piece\":\"two,\"}",
                        "{\"piece\":\"three\"}",
                        "");
        assertThat(answer).contains("one,two,three").contains("Succeeded");
    }

    @Test
    void anAnswerThatComesWholeHasNothingBeforeIt() {
        String answer = call("echo").body();

        assertThat(answer.lines().findFirst()).hasValue("");
        assertThat(answer).contains("&quot;n&quot;: 7");
    }

    @Test
    void aCallThatDoesNotBeginIsRefusedAsAnyOther() {
        HttpResponse<String> answer = call("missing");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("There is no").doesNotContain("piece");
    }

    @Test
    void aFunctionsFirstPageAndItsCodeHaveThePaneBeforeAnyCall() {
        var asked = new Asked(port);
        asked.signIn(made(asked, "echo").email(), Tenants.PASSWORD);

        for (String page : List.of("", "/code", "/code/diff", "/versions")) {
            HttpResponse<String> answer = asked.get("/functions/echo" + page);
            assertThat(answer.statusCode()).as(page).isEqualTo(200);
        }
        assertThat(asked.get("/functions/echo").body()).contains("data-fresh", "of your next call");
    }

    private Tenants.Tenant made(Asked asked, String handler) {
        Tenants.Tenant owner = tenants.newOwner();
        if (!handler.equals("missing")) {
            asked.postJson(
                    "/api/v1/functions",
                    owner.token(),
                    "{\"name\":\"%1$s\",\"runtime\":\"nodejs\",\"handler\":\"%1$s\",\"code\":{\"source\":\"1\"}}"
                            .formatted(handler));
        }
        return owner;
    }

    private HttpResponse<String> call(String handler) {
        var asked = new Asked(port);
        asked.signIn(made(asked, handler).email(), Tenants.PASSWORD);
        return asked.send(
                asked.request(
                                "/functions/" + handler + "/call",
                                "HX-Request",
                                "true",
                                "Meterlark-Live",
                                "lines",
                                "X-CSRF-TOKEN",
                                asked.formToken("/functions"),
                                "Content-Type",
                                "application/x-www-form-urlencoded")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "event=" + Asked.encoded("{\"n\":7}"))));
    }
}
