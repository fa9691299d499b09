package dev.meterlark.console.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.Tenants.Tenant;
import dev.meterlark.invocation.FakeWorkers;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.trigger.TriggeredFunction;
import dev.meterlark.worker.Ending;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The list of functions in other orders than by name, and of those alone that do so and so. */
@MeterlarkTest
class FunctionsPageTests {

    private static final Pattern ROW =
            Pattern.compile("<th scope=\"row\"><a class=\"wrap\" href=\"/functions/([^\"]+)\"");

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired FakeWorkers workers;

    @Test
    void theyAreInOrderByWhatTheyDidAndChosenByHowTheyDo() {
        var busy = new TriggeredFunction(port, tenants, workers, "busy");
        Tenant owner = busy.owner();
        var broken = new TriggeredFunction(port, owner, workers, "broken");
        var quiet = new TriggeredFunction(port, owner, workers, "quiet");
        broken.answers(_ -> new Ending.FunctionFailed("Broken", "on purpose", new byte[0]));
        call(busy, "busy", 3);
        call(broken, "broken", 2);
        quiet.ask("PATCH", "/functions/quiet", "{\"description\":\"changed\"}");
        Asked browser = new Asked(port);
        browser.signIn(owner.email(), Tenants.PASSWORD);

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () ->
                                assertThat(names(browser, "?sort=-calls"))
                                        .containsExactly("quiet", "broken", "busy"));
        assertThat(names(browser, "?sort=calls")).containsExactly("busy", "broken", "quiet");
        assertThat(names(browser, "?sort=errors").getFirst()).isEqualTo("broken");
        assertThat(names(browser, "?sort=cost")).hasSize(3).last().isEqualTo("quiet");
        assertThat(names(browser, "?sort=p95")).hasSize(3).last().isEqualTo("quiet");
        assertThat(names(browser, "?sort=changed").getFirst()).isEqualTo("quiet");
        assertThat(names(browser, "?sort=-name")).containsExactly("quiet", "busy", "broken");
        assertThat(names(browser, "?health=failing")).containsExactly("broken");
        assertThat(names(browser, "?health=idle")).containsExactly("quiet");
        assertThat(names(browser, "?health=throttled")).isEmpty();
        assertThat(names(browser, "?sort=calls&search=b")).containsExactly("busy", "broken");
        assertThat(names(browser, "?sort=calls&cursor=1")).containsExactly("broken", "quiet");
        assertThat(page(browser, "?sort=loudest").statusCode()).isEqualTo(400);
        assertThat(page(browser, "?sort=calls&cursor=x").statusCode()).isEqualTo(400);
    }

    @Test
    void aFormThatWasRefusedStillSaysWhatStartsTheFunction() {
        Tenant owner = tenants.newOwner();
        Asked browser = new Asked(port);
        browser.signIn(owner.email(), Tenants.PASSWORD);

        HttpResponse<String> refused =
                browser.submit(
                        "/functions",
                        "name=No+Name&runtime=nodejs20&code=starter&kind=queue&source=",
                        "X-CSRF-TOKEN",
                        browser.formToken("/account/members"),
                        "Accept",
                        "text/html");

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(refused.body()).contains("value=\"queue\" selected=\"selected\"");
    }

    @Test
    void aColumnsLinkTurnsItsOrderAround() {
        assertThat(ListOrder.of("calls", "").column(ListOrder.By.CALLS))
                .isEqualTo(new ListOrder.Column("Calls", "-calls", "descending"));
        assertThat(ListOrder.of("-calls", "").column(ListOrder.By.CALLS))
                .isEqualTo(new ListOrder.Column("Calls", "calls", "ascending"));
        assertThat(ListOrder.of("", "").column(ListOrder.By.NAME))
                .isEqualTo(new ListOrder.Column("Name", "-name", "ascending"));
        assertThat(ListOrder.of("", "").column(ListOrder.By.COST).state()).isNull();
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> ListOrder.of("", "ill"))
                .withMessageContaining("ill");
    }

    private static void call(TriggeredFunction function, String name, int times) {
        for (int n = 0; n < times; n++) {
            function.ask("POST", "/functions/%s/invocations".formatted(name), "{}");
        }
    }

    private static HttpResponse<String> page(Asked browser, String query) {
        return browser.get("/functions" + query, "Accept", "text/html");
    }

    private static List<String> names(Asked browser, String query) {
        Matcher row = ROW.matcher(page(browser, query).body());
        List<String> names = new ArrayList<>();
        while (row.find()) {
            names.add(row.group(1));
        }
        return names;
    }
}
