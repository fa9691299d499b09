package dev.meterlark.console.pipelines;

import static dev.meterlark.Asked.encoded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.invocation.FakeWorkers;
import dev.meterlark.trigger.TriggeredFunction;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A pipeline's life, with nothing but its pages and their forms. */
@MeterlarkTest
class PipelinePagesTests {

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired FakeWorkers workers;

    @Test
    void oneIsComposedCalledPublishedChangedAndDeleted() {
        var parse = new TriggeredFunction(port, tenants, workers, "parse");
        parse.answers(event -> TriggeredFunction.succeeded("{\"parsed\": true}"));
        Asked browser = new Asked(port);
        browser.signIn(parse.owner().email(), Tenants.PASSWORD);
        String token = browser.formToken("/account/members");

        assertThat(page(browser, "/pipelines")).contains("No pipelines yet");
        String wrong = submit(browser, token, "/pipelines", "name=orders&definition=parse|none");
        assertThat(wrong).contains("parse|none</textarea>", "value=\"orders\"");
        submit(browser, token, "/pipelines", "name=orders&timeout=60&definition=parse|parse*");

        assertThat(page(browser, "/pipelines")).contains("parse|parse*");
        assertThat(page(browser, "/pipelines/orders"))
                .contains("for each element, 10 at once", "A run may last 60 s");
        submit(browser, token, "/pipelines/orders/change", "definition=parse&timeout=50");
        assertThat(submit(browser, token, "/pipelines/orders/call", "event=" + encoded("{}")))
                .contains("&quot;parsed&quot;: true", "The run");
        submit(
                browser,
                token,
                "/pipelines/orders/async",
                "maxRetries=1&maxAge=" + encoded("9 min"));
        assertThat(page(browser, "/pipelines/orders/async"))
                .contains("Saved.", "value=\"9 min\"", "value=\"1\"");
        page(browser, "/pipelines/orders");
        submit(browser, token, "/pipelines/orders/publish", "");
        assertThat(page(browser, "/pipelines/orders")).contains("Published as version 1.");
        submit(browser, token, "/pipelines/orders/publish", "");
        assertThat(page(browser, "/pipelines/orders")).contains("Nothing had changed since");
        String event = "event=" + encoded("{}") + "&qualifier=";
        assertThat(submit(browser, token, "/pipelines/orders/call", event + "1"))
                .contains("&quot;parsed&quot;: true", "selected=\"selected\">version 1<");
        assertThat(submit(browser, token, "/pipelines/orders/call", event + "7"))
                .contains("with a version or alias 7");
        submit(browser, token, "/pipelines/orders/delete", "");
        assertThat(page(browser, "/pipelines")).contains("The pipeline is deleted: orders");
    }

    private static String page(Asked browser, String path) {
        return browser.get(path, "Accept", "text/html").body();
    }

    private static String submit(Asked browser, String token, String path, String fields) {
        String encoded = fields.replace("|", "%7C");
        return browser.submit(path, encoded, "X-CSRF-TOKEN", token, "Accept", "text/html").body();
    }
}
