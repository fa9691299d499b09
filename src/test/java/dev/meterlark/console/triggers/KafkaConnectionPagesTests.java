package dev.meterlark.console.triggers;

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

import java.net.http.HttpResponse;

/** A connection's life, with nothing but its pages and their forms. */
@MeterlarkTest
class KafkaConnectionPagesTests {

    private static final String SECRET = "crane-4711-quilt";

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired FakeWorkers workers;

    @Test
    void oneIsNamedTriedChangedAndDeletedWithWhoWritesToIt() {
        var function = new TriggeredFunction(port, tenants, workers, "report");
        Asked browser = new Asked(port);
        browser.signIn(function.owner().email(), Tenants.PASSWORD);
        String token = browser.formToken("/account/members");

        assertThat(page(browser, "/kafka-connections")).contains("No Kafka yet");
        String brokers = "name=events&brokers=" + encoded("127.0.0.1:1");
        String sasl = "&security.sasl.mechanism=PLAIN&security.sasl.user=ada";
        assertThat(submit(browser, token, "/kafka-connections", brokers + sasl).body())
                .contains("value=\"events\"", "127.0.0.1:1</textarea>", "value=\"ada\"");
        String whole = brokers + sasl + "&security.sasl.password=" + SECRET;
        assertThat(submit(browser, token, "/kafka-connections", whole).statusCode()).isEqualTo(302);

        String shown = page(browser, "/kafka-connections/events");
        assertThat(shown).contains("127.0.0.1:1", "ada", "PLAIN", "Nobody yet");
        String tried =
                submit(browser, token, "/kafka-connections/events/test", "topic=ends").body();
        assertThat(tried).contains("class=\"notice bad\"", "value=\"ends\"");
        String change = "/kafka-connections/events/change";
        String same = "brokers=" + encoded("127.0.0.1:1") + sasl;
        assertThat(submit(browser, token, change, same).statusCode()).isEqualTo(302);
        String other = same.replace("127.0.0.1", "127.0.0.2");
        assertThat(submit(browser, token, change, other).statusCode()).isGreaterThan(302);
        assertThat(page(browser, change)).contains("value=\"ada\"").doesNotContain(SECRET);

        String end =
                "{\"onSuccess\":{\"type\":\"kafka\",\"connection\":\"events\",\"topic\":\"ends\"}}";
        assertThat(function.ask("PUT", "/functions/report/async", end).statusCode()).isEqualTo(200);
        String delete = "/kafka-connections/events/delete";
        assertThat(page(browser, delete)).contains("href=\"/functions/report\"");
        submit(browser, token, delete, "");
        assertThat(page(browser, "/kafka-connections"))
                .contains("The connection is deleted: events");
    }

    private static String page(Asked browser, String path) {
        return browser.get(path, "Accept", "text/html").body();
    }

    private static HttpResponse<String> submit(
            Asked browser, String token, String path, String fields) {
        return browser.submit(path, fields, "X-CSRF-TOKEN", token, "Accept", "text/html");
    }
}
