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

    private HttpResponse<String> call(String handler) {
        Tenants.Tenant owner = tenants.newOwner();
        var asked = new Asked(port);
        if (!handler.equals("missing")) {
            asked.postJson(
                    "/api/v1/functions",
                    owner.token(),
                    "{\"name\":\"%1$s\",\"runtime\":\"nodejs\",\"handler\":\"%1$s\",\"code\":{\"source\":\"1\"}}"
                            .formatted(handler));
        }
        asked.signIn(owner.email(), Tenants.PASSWORD);
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
