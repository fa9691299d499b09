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

    @Test
    void aVersionAndAnAliasAreCalledWhileWhatIsEditedIsAnother() {
        var asked = new Asked(port);
        Tenants.Tenant owner = made(asked, "streams");
        published(asked, owner, "streams", "live");
        change(asked, owner, "streams", "{\"handler\":\"echo\"}");
        asked.signIn(owner.email(), Tenants.PASSWORD);

        assertThat(call(asked, "streams", "&qualifier=live").body())
                .startsWith("{\"piece\":\"one,\"}")
                .contains("version 1");
        assertThat(call(asked, "streams", "&qualifier=1").body())
                .startsWith("{\"piece\":\"one,\"}");
        assertThat(call(asked, "streams", "").body())
                .contains("&quot;n&quot;: 7")
                .doesNotContain("version 1");
        assertThat(call(asked, "streams", "&qualifier=gone").statusCode()).isEqualTo(404);
    }

    @Test
    void theAddressSaysWhatThePaneCalls() {
        var asked = new Asked(port);
        Tenants.Tenant owner = made(asked, "echo");
        published(asked, owner, "echo", "live");
        asked.signIn(owner.email(), Tenants.PASSWORD);

        assertThat(asked.get("/functions/echo?qualifier=live").body())
                .doesNotContain("There is no version")
                .contains("<option value=\"live\" selected=\"selected\">live → version 1</option>");
        assertThat(asked.get("/functions/echo/code?version=1").body())
                .contains("<option value=\"1\" selected=\"selected\">version 1</option>");
        assertThat(asked.get("/functions/echo?qualifier=gone").body())
                .contains("There is no version or alias gone of this function any more");
        assertThat(asked.get("/functions/echo?qualifier=999").body())
                .contains("There is no version or alias 999");
    }

    private static void published(Asked asked, Tenants.Tenant owner, String name, String alias) {
        String function = "/api/v1/functions/" + name;
        asked.postJson(function + "/versions", owner.token(), "{}");
        var made =
                asked.ask(
                        "PUT",
                        function + "/aliases/" + alias,
                        owner.token(),
                        "{\"version\":\"1\"}");
        assertThat(made.statusCode()).as(made.body()).isBetween(200, 299);
    }

    private static void change(Asked asked, Tenants.Tenant owner, String name, String to) {
        var changed = asked.ask("PATCH", "/api/v1/functions/" + name, owner.token(), to);
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
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
        return call(asked, handler, "");
    }

    private static HttpResponse<String> call(Asked asked, String function, String more) {
        return asked.send(
                asked.request(
                                "/functions/" + function + "/call",
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
                                        "event=" + Asked.encoded("{\"n\":7}") + more)));
    }
}
