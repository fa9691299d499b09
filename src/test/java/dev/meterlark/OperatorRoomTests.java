package dev.meterlark;

import static dev.meterlark.Asked.encoded;
import static dev.meterlark.Asked.header;
import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Tenants.Tenant;
import dev.meterlark.shared.Permission;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What only the operator may do with the accounts of others, and what they get to know of it. */
@MeterlarkTest
class OperatorRoomTests {

    private static final String WHY = "ticket 4711, uploads fail";

    @LocalServerPort int port;
    @Autowired Tenants tenants;

    @Test
    void theOperatorActsInAnAccountOnlyWithAReasonAndBothLogsSaySo() {
        Tenant owner = tenants.newOwner();
        new Asked(port).postJson("/api/v1/queues", owner.token(), "{\"name\":\"plover\"}");
        Asked browser = signedIn(tenants.operator());
        String account = "/operator/accounts/" + owner.account().id();

        HttpResponse<String> refused = submit(browser, account + "/act", "reason=short&minutes=15");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("8 to 300 characters, has: 5");

        assertThat(act(browser, account, 15).statusCode()).isEqualTo(302);
        String home = browser.get("/functions", "Accept", "text/html").body();
        assertThat(home).contains("You act in").contains(WHY);
        assertThat(browser.get("/search?q=plover", "Accept", "text/html").body())
                .contains(owner.account().name());
        assertThat(browser.get("/operator", "Accept", "text/html").statusCode()).isEqualTo(403);
        assertThat(submit(browser, "/account/keys", "name=back-door").statusCode()).isEqualTo(403);

        assertThat(header(submit(browser, "/acting/end", ""), "Location")).endsWith(account);
        assertThat(browser.get(account, "Accept", "text/html").body()).doesNotContain("You act in");
        for (Tenant reader : new Tenant[] {owner, tenants.operator()}) {
            String log = new Asked(port).ask("GET", "/api/v1/audit", reader.token(), "").body();
            assertThat(log).contains("account.entered", WHY, "account.left");
        }
    }

    @Test
    void overRestAKeyOfTheOperatorActsAsInTheConsole() {
        Tenant owner = tenants.newOwner();
        String begin = "/api/v1/admin/accounts/%s/acting".formatted(owner.account().id());
        Asked program = new Asked(port);
        String operator = tenants.operator().token();
        assertThat(program.postJson(begin, operator, "{\"reason\": \"short\"}").body())
                .contains("8 to 300 characters, has: 5");

        HttpResponse<String> begun =
                program.postJson(
                        begin, operator, "{\"reason\": \"%s\", \"minutes\": 5}".formatted(WHY));
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(201);
        String stay = json(begun).path("id").asString();

        assertThat(acting("GET", "/api/v1/account", operator, stay).body())
                .contains(owner.account().slug());
        assertThat(acting("GET", "/api/v1/admin/acting", operator, stay).statusCode())
                .isEqualTo(403);
        assertThat(acting("GET", "/api/v1/members", operator, stay).statusCode()).isEqualTo(200);
        assertThat(acting("GET", "/api/v1/api-keys", operator, stay).statusCode()).isEqualTo(403);
        assertThat(acting("GET", "/api/v1/account", tenants.newOwner().token(), stay).statusCode())
                .isEqualTo(403);
        String cutDown = tenants.newKey(tenants.operator(), Permission.OPERATE).token();
        assertThat(acting("GET", "/api/v1/account", cutDown, stay).statusCode()).isEqualTo(403);
        assertThat(program.ask("GET", "/api/v1/admin/acting", operator, "").body())
                .contains(stay, WHY, "\"goesOn\":true");

        String end = "/api/v1/admin/acting/" + stay;
        assertThat(program.ask("DELETE", end, operator, "").statusCode()).isEqualTo(204);
        assertThat(program.ask("DELETE", end, operator, "").statusCode()).isEqualTo(204);
        assertThat(acting("GET", "/api/v1/account", operator, stay).statusCode()).isEqualTo(403);
        for (Tenant reader : new Tenant[] {owner, tenants.operator()}) {
            String log = program.ask("GET", "/api/v1/audit", reader.token(), "").body();
            assertThat(log).contains("account.entered", WHY, "account.left");
        }
    }

    @Test
    void aStayInTheConsoleEndsByAWordOverRest() {
        Asked browser = signedIn(tenants.operator());
        act(browser, "/operator/accounts/" + tenants.newOwner().account().id(), 15);
        Asked program = new Asked(port);
        String operator = tenants.operator().token();
        JsonNode stays = json(program.ask("GET", "/api/v1/admin/acting?limit=1", operator, ""));

        String stay = stays.path("items").path(0).path("id").asString();
        program.ask("DELETE", "/api/v1/admin/acting/" + stay, operator, "");

        assertThat(browser.get("/operator", "Accept", "text/html").statusCode()).isEqualTo(200);
    }

    @Test
    void aFormOfOneAccountIsNeverSentInAnotherAlsoWhenAStayBeginsOrEnds() {
        Tenant owner = tenants.newOwner();
        String form = "name=theirs&runtime=nodejs20&code=starter&_csrf=";
        Asked browser = signedIn(tenants.operator());
        String own = form + encoded(browser.formToken("/functions"));
        act(browser, "/operator/accounts/" + owner.account().id(), 15);
        String theirs = form + encoded(browser.formToken("/functions"));

        assertThat(browser.submit("/functions", own, "Accept", "text/html").body())
                .contains("form is out of date");
        Asked program = new Asked(port);
        String operator = tenants.operator().token();
        JsonNode stays = json(program.ask("GET", "/api/v1/admin/acting?limit=1", operator, ""));
        String stay = stays.path("items").path(0).path("id").asString();
        program.ask("DELETE", "/api/v1/admin/acting/" + stay, operator, "");

        HttpResponse<String> late = browser.submit("/functions", theirs, "Accept", "text/html");
        assertThat(late.statusCode()).isEqualTo(403);
        assertThat(late.body()).contains("Your time in the account is over");
        assertThat(browser.submit("/functions", theirs, "Accept", "text/html").body())
                .contains("form is out of date");
        assertThat(program.ask("GET", "/api/v1/functions/theirs", operator, "").statusCode())
                .isEqualTo(404);
        assertThat(browser.get("/operator", "Accept", "text/html").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> acting(String method, String path, String key, String stay) {
        Asked program = new Asked(port);
        return program.send(
                program.request(path, "Authorization", "Bearer " + key, "Meterlark-Acting", stay)
                        .method(method, HttpRequest.BodyPublishers.noBody()));
    }

    @Test
    void whatIsDoneInAnAccountIsTheOperatorsInItsLog() {
        Tenant owner = tenants.newOwner();
        Asked browser = signedIn(tenants.operator());
        act(browser, "/operator/accounts/" + owner.account().id(), 15);

        HttpResponse<String> made =
                submit(browser, "/functions", "name=lent&runtime=nodejs20&code=starter");

        assertThat(made.statusCode()).as(made.body()).isLessThan(400);
        JsonNode log = json(new Asked(port).ask("GET", "/api/v1/audit", owner.token(), ""));
        assertThat(log.toString()).contains("\"actor\":\"operator:");
    }

    @Test
    void everyPageOfTheAccountIsThereForWhoActsInItOrSaysThatItIsNot() {
        Asked browser = signedIn(tenants.operator());
        act(browser, "/operator/accounts/" + tenants.newOwner().account().id(), 15);
        String side = browser.get("/functions", "Accept", "text/html").body();
        Matcher links = Pattern.compile("<li><a href=\"(/[a-z/-]+)\"").matcher(side);

        int pages = 0;
        for (; links.find(); pages++) {
            HttpResponse<String> page = browser.get(links.group(1), "Accept", "text/html");
            assertThat(page.statusCode()).as(links.group(1)).isEqualTo(200);
            assertThat(page.body()).as(links.group(1)).contains("You act in");
        }
        assertThat(pages).isGreaterThan(8);
    }

    @Test
    void nobodyElseMayActInAnAccountAndNobodyInTheirOwn() {
        Tenant owner = tenants.newOwner();
        String other = "/operator/accounts/" + tenants.newOwner().account().id();
        String own = "/operator/accounts/" + tenants.operator().account().id();

        assertThat(act(signedIn(owner), other, 15).statusCode()).isEqualTo(403);
        assertThat(act(signedIn(tenants.operator()), own, 15).statusCode()).isEqualTo(404);
        assertThat(act(signedIn(tenants.operator()), other, 61).statusCode()).isEqualTo(400);
    }

    @Test
    void anAccountIsClosedByWhoTypesItsName() {
        Tenant owner = tenants.newOwner();
        Asked browser = signedIn(tenants.operator());
        String account = "/operator/accounts/" + owner.account().id();

        HttpResponse<String> refused = submit(browser, account + "/close", "confirmation=that");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("Type " + owner.account().slug());
        String name = "confirmation=" + owner.account().slug();
        assertThat(submit(browser, account + "/close", name).statusCode()).isEqualTo(302);

        assertThat(browser.get(account, "Accept", "text/html").body())
                .contains("closed for good")
                .doesNotContain(account + "/close");
        assertThat(new Asked(port).ask("GET", "/api/v1/account", owner.token(), "").statusCode())
                .isEqualTo(401);
    }

    @Test
    void aSuspendedAccountIsLeftAtOnce() {
        Tenant owner = tenants.newOwner();
        Asked browser = signedIn(tenants.operator());
        act(browser, "/operator/accounts/" + owner.account().id(), 15);

        new Asked(port)
                .ask(
                        "POST",
                        "/api/v1/admin/accounts/%s/suspend".formatted(owner.account().id()),
                        tenants.operator().token(),
                        "");

        assertThat(browser.get("/operator", "Accept", "text/html").statusCode()).isEqualTo(200);
    }

    @Test
    void limitsAreChangedAndHoldAndWhatIsNoNumberIsSaid() {
        Tenant owner = tenants.newOwner();
        Asked browser = signedIn(tenants.operator());
        String limits = "/operator/accounts/" + owner.account().id() + "/limits";

        HttpResponse<String> wrong =
                submit(browser, limits, "concurrency=many&functions=1&codeGiB=1");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("was: many").contains("value=\"many\"");
        submit(browser, limits, "concurrency=7&functions=0&codeGiB=1");

        HttpResponse<String> refused =
                new Asked(port)
                        .postJson(
                                "/api/v1/functions",
                                owner.token(),
                                "{\"name\":\"f\",\"runtime\":\"nodejs20\",\"handler\":\"index.handler\"}");
        assertThat(refused.statusCode()).as(refused.body()).isGreaterThanOrEqualTo(400);
        HttpResponse<String> rest =
                new Asked(port)
                        .ask(
                                "PATCH",
                                "/api/v1/admin/accounts/%s/limits".formatted(owner.account().id()),
                                tenants.operator().token(),
                                "{\"functions\":5}");
        assertThat(json(rest).get("limits").get("functions").asInt()).isEqualTo(5);
        assertThat(json(rest).get("limits").get("concurrency").asInt()).isEqualTo(7);
    }

    @Test
    void anAnnouncementStandsOnEverybodysPagesUntilItIsEnded() {
        Asked operator = signedIn(tenants.operator());
        Asked somebody = signedIn(tenants.newOwner());
        submit(operator, "/operator/announcements", "text=A+<b>new</b>+disk&tone=warning&hours=2");

        assertThat(somebody.get("/functions", "Accept", "text/html").body())
                .contains("A &lt;b&gt;new&lt;/b&gt; disk");
        JsonNode all =
                json(
                        new Asked(port)
                                .ask(
                                        "GET",
                                        "/api/v1/admin/announcements",
                                        tenants.operator().token(),
                                        ""));
        String id = all.get("items").get(0).get("id").asString();
        submit(operator, "/operator/announcements/" + id + "/end", "");

        assertThat(somebody.get("/functions", "Accept", "text/html").body())
                .doesNotContain("new&lt;/b&gt; disk");
        HttpResponse<String> refused =
                submit(operator, "/operator/announcements", "text=&hours=7&tone=warning");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("value=\"7\"");
    }

    @Test
    void whatTheOperatorDoesWithASignInStandsInTheLogsOfThePersonsAccountsToo() {
        Tenant owner = tenants.newOwner();
        Asked browser = signedIn(tenants.operator());

        submit(browser, "/operator/password-resets", "email=" + encoded(owner.email()));
        submit(browser, "/operator/passkey-removals", "email=" + encoded(owner.email()));

        for (Tenant reader : new Tenant[] {owner, tenants.operator()}) {
            assertThat(new Asked(port).ask("GET", "/api/v1/audit", reader.token(), "").body())
                    .contains("password-reset.issued", "person.passkeys-forgotten", owner.email());
        }
    }

    @Test
    void accountsAreFoundByNameLabelAndNumber() {
        Tenant owner = tenants.newOwner();
        Asked browser = signedIn(tenants.operator());
        String link = "/operator/accounts/" + owner.account().id();

        for (String text : new String[] {owner.account().slug(), owner.account().number()}) {
            assertThat(
                            browser.get(
                                            "/operator/accounts?q=" + encoded(text),
                                            "Accept",
                                            "text/html")
                                    .body())
                    .contains(link);
        }
        assertThat(browser.get("/operator/accounts?q=nobody+at+all", "Accept", "text/html").body())
                .contains("No such account");
    }

    @Test
    void aNodeSaysHowItStandsSoonAfterItsStart() {
        String key = tenants.operator().token();
        JsonNode nodes;
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        do {
            Thread.onSpinWait();
            nodes = json(new Asked(port).ask("GET", "/api/v1/admin/nodes", key, ""));
        } while (nodes.get("items").isEmpty() && System.nanoTime() < deadline);

        JsonNode node = nodes.get("items").get(0);
        assertThat(node.get("here").asBoolean()).isTrue();
        assertThat(node.get("lost").asBoolean()).isFalse();
        assertThat(node.get("reading").get("heapBytes").asLong()).isPositive();
        assertThat(
                        signedIn(tenants.operator())
                                .get("/operator/nodes", "Accept", "text/html")
                                .body())
                .contains("answers you");
    }

    private HttpResponse<String> act(Asked browser, String account, int minutes) {
        return submit(browser, account + "/act", "reason=" + encoded(WHY) + "&minutes=" + minutes);
    }

    private static HttpResponse<String> submit(Asked browser, String path, String fields) {
        String token = browser.formToken("/functions");
        return browser.submit(path, fields + "&_csrf=" + encoded(token), "Accept", "text/html");
    }

    private Asked signedIn(Tenant person) {
        Asked browser = new Asked(port);
        browser.signIn(person.email(), Tenants.PASSWORD);
        return browser;
    }
}
