package dev.meterlark.console.home;

import static dev.meterlark.Asked.header;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.Tenants.Tenant;
import dev.meterlark.function.FunctionView;
import dev.meterlark.function.Functions;
import dev.meterlark.invocation.RecordSink;
import dev.meterlark.metering.SampleRecords;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;

@MeterlarkTest
class HomePageTests {

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired Functions functions;
    @Autowired List<RecordSink> sinks;
    @Autowired InstantSource clock;

    @Test
    void aStrangerIsLedToTheSignIn() {
        HttpResponse<String> answer = new Asked(port).get("/", "Accept", "text/html");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(header(answer, "Location")).endsWith("/sign-in");
    }

    @Test
    void aNewAccountSeesItsFirstStepsAndWhichAreDone() {
        Tenant owner = tenants.newOwner();
        assertThat(home(owner))
                .contains("First steps", "lark deploy ./hello", "lark invoke hello")
                .doesNotContain("badge good", "Needs attention", "Failed last");

        made(owner, "resize");

        String after = home(owner);
        assertThat(after).contains("lark invoke resize", "Changed last", "no code");
        assertThat(steps(after)).containsOnlyOnce("badge good");
    }

    @Test
    void whatFailsIsNamedWithLinksAndGoneWithItsFunction() {
        Tenant owner = tenants.newOwner();
        FunctionId resize = made(owner, "resize");
        failed(owner, resize, 8);

        assertThat(home(owner))
                .contains("resize is failing", "8 of 8 calls", "href=\"/functions/resize\"")
                .contains("Failed last", "100 %", "home-calls", "home-cost");
        assertThat(home(tenants.newOwner())).doesNotContain("is failing", "Failed last");

        functions.delete(tenants.caller(owner), "resize");
        assertThat(home(owner)).doesNotContain("is failing");
    }

    @Test
    void pausedTriggersAndKeysThatExpireAreNamed() {
        Tenant owner = tenants.newOwner();
        made(owner, "resize");
        String trigger =
                "{\"type\": \"schedule\", \"expression\": \"rate(5 minutes)\", \"enabled\": false}";
        assertThat(ask(owner, "/functions/resize/triggers", trigger)).isEqualTo(201);
        Instant soon = clock.instant().plus(Duration.ofDays(3));
        String key = "{\"name\": \"of the build\", \"expiresAt\": \"%s\"}".formatted(soon);
        assertThat(ask(owner, "/api-keys", key)).isEqualTo(201);

        assertThat(home(owner))
                .contains("A trigger of resize is paused (schedule)")
                .contains("The API key of the build expires in 2 days");
        assertThat(home(tenants.newMember(owner, "developer")))
                .contains("A trigger of resize is paused (schedule)")
                .doesNotContain("The API key");
    }

    @Test
    void whoMayNotSeeTheBillSeesNoMoneyAndWhoMayNotSeeCallsNoCalls() {
        Tenant owner = tenants.newOwner();
        failed(owner, made(owner, "resize"), 3);
        String budget = "{\"cap\": {\"amount\": \"0\", \"currency\": \"USD\"}}";
        HttpResponse<String> capped =
                new Asked(port).ask("PUT", "/api/v1/budgets", owner.token(), budget);
        assertThat(capped.statusCode()).as(capped.body()).isEqualTo(200);

        assertThat(home(owner)).contains("The spending cap is reached", "Cost at list price");
        assertThat(home(tenants.newMember(owner, "viewer")))
                .contains("resize is failing")
                .doesNotContain("USD", "Cost at list price", "cap is reached", "First steps");
        assertThat(home(tenants.newMember(owner, "billing")))
                .contains("The spending cap is reached", "Cost at list price")
                .doesNotContain("is failing", "Failed last", "p95");
    }

    private FunctionId made(Tenant owner, String name) {
        String body =
                "{\"name\": \"%s\", \"runtime\": \"nodejs20\", \"handler\": \"index.handler\"}"
                        .formatted(name);
        assertThat(ask(owner, "/functions", body)).isEqualTo(201);
        FunctionView made = functions.show(tenants.caller(owner), name);
        return FunctionId.parse(made.id());
    }

    private void failed(Tenant owner, FunctionId function, int times) {
        var samples = new SampleRecords(System.nanoTime());
        Instant at = clock.instant().minusSeconds(5);
        var calls =
                IntStream.range(0, times)
                        .mapToObj(
                                n ->
                                        samples.failed(
                                                owner.account().id(),
                                                function,
                                                at,
                                                ErrorCode.FUNCTION_ERROR))
                        .toList();
        sinks.forEach(sink -> sink.accept(calls));
    }

    private int ask(Tenant as, String path, String body) {
        return new Asked(port).postJson("/api/v1" + path, as.token(), body).statusCode();
    }

    private String home(Tenant person) {
        Asked browser = new Asked(port);
        browser.signIn(person.email(), Tenants.PASSWORD);
        HttpResponse<String> page = browser.get("/", "Accept", "text/html");
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        return page.body();
    }

    private static String steps(String page) {
        int from = page.indexOf("<ol class=\"first-steps\"");
        return page.substring(from, page.indexOf("</ol>", from));
    }
}
