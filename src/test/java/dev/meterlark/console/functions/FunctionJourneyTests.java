package dev.meterlark.console.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.Tenants.Tenant;
import dev.meterlark.console.Browser;
import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.invocation.RecordSink;
import dev.meterlark.metering.SampleRecords;
import dev.meterlark.shared.FunctionId;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** What is done with a function once it is there, in a browser. */
@MeterlarkTest
@Tag("browser")
class FunctionJourneyTests {

    private static final String FUNCTIONS = "/api/v1/functions";

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired List<RecordSink> sinks;
    @Autowired InstantSource clock;

    private Tenant owner;

    @BeforeEach
    void newAccount() {
        owner = tenants.newOwner();
    }

    @Test
    void aFunctionIsFoundLookedAtSetUpReleasedAndDeleted() {
        called(
                made(
                        "resize",
                        "\"description\": \"Makes pictures small\", \"tags\": {\"team\":"
                                + " \"shop\"}"));
        made("mail", "\"tags\": {\"team\": \"post\"}");
        String origin = "http://localhost:" + port;
        try (var browser = new Browser();
                BrowserContext person = browser.person(origin, 1280, 900, "light")) {
            Page page = person.newPage();
            signIn(page, origin);
            findIt(page);
            seeHowItDid(page);
            changeItsSettings(page, origin);
            browser.forgetComplaints(); // refusals are answered with 400 and 409
            publish(page);
            giveItAnAlias(page);
            shiftTheAlias(page);
            chooseWhatToCall(page);
            deleteIt(page, origin);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private void signIn(Page page, String origin) {
        page.navigate(origin + "/sign-in");
        page.getByLabel("E-mail").fill(owner.email());
        page.getByLabel("Password").fill(Tenants.PASSWORD);
        button(page, "Sign in").click();
        page.navigate(origin + "/functions");
    }

    private static void findIt(Page page) {
        PlaywrightAssertions.assertThat(page.locator("tbody tr")).hasCount(2);
        PlaywrightAssertions.assertThat(page.locator("tbody tr").last()).containsText("failing");
        PlaywrightAssertions.assertThat(page.locator("tbody tr").last()).containsText("USD");
        keepPicture(page, "list");
        page.getByRole(AriaRole.SEARCHBOX).fill("PICTURES");
        PlaywrightAssertions.assertThat(page.locator("tbody tr")).hasCount(1);
        page.locator("tbody").getByText("team=shop").click();
        PlaywrightAssertions.assertThat(page.locator("tbody tr")).hasCount(1);
        PlaywrightAssertions.assertThat(page.locator(".toolbar")).containsText("team=shop");
        page.locator("tbody th a").first().click();
    }

    private static void seeHowItDid(Page page) {
        page.waitForURL("**/functions/resize");
        PlaywrightAssertions.assertThat(page.locator("figure[data-drawn]")).hasCount(5);
        PlaywrightAssertions.assertThat(page.locator(".facts")).containsText("Cost at list price");
        keepPicture(page, "overview");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Week")).click();
        PlaywrightAssertions.assertThat(page.locator("figure[data-drawn]")).hasCount(5);
    }

    private void changeItsSettings(Page page, String origin) {
        page.navigate(origin + "/functions/resize/settings");
        keepPicture(page, "settings");
        page.getByLabel("Tried for").fill("soon");
        page.locator("#async button[type=submit]").click();
        sees(page, "as in 90 s, 15 min");
        assertThat(page.getByLabel("Tried for").inputValue()).isEqualTo("soon");
        page.getByLabel("Tried for").fill("2 h");
        page.locator("#async button[type=submit]").click();
        sees(page, "Saved");
        assertThat(page.getByLabel("Tried for").inputValue()).isEqualTo("2 h");

        ask("PATCH", FUNCTIONS + "/resize", "{\"memoryMb\": 256}");
        page.getByLabel("Timeout (seconds)").fill("7");
        page.locator("#runs button[type=submit]").click();
        sees(page, "someone has changed it meanwhile");
        assertThat(page.getByLabel("Timeout (seconds)").inputValue()).isEqualTo("7");
    }

    private void publish(Page page) {
        tab(page, "Versions");
        sees(page, "Nothing published yet");
        link(page, "Publish a version").click();
        page.locator("dialog").getByLabel("Description").fill("the first");
        button(page, "Publish").click();
        sees(page, "Version 1 is published");
        ask("PATCH", FUNCTIONS + "/resize", "{\"timeout\": 9}");
        link(page, "Publish a version").click();
        button(page, "Publish").click();
        sees(page, "Version 2 is published");
    }

    private static void giveItAnAlias(Page page) {
        link(page, "New alias").click();
        page.locator("dialog").getByLabel("Name").fill("live");
        page.locator("dialog").getByLabel("Version", exactly()).selectOption("1");
        button(page, "Make the alias").click();
        sees(page, "The alias live is made");

        page.locator("#weighed-0").selectOption("2");
        page.locator("input[type=range]").first().fill("25");
        PlaywrightAssertions.assertThat(page.locator("[data-rest]"))
                .hasText("75 % stay with the version above.");
        button(page, "Move it").click();
        sees(page, "It points there now");
        PlaywrightAssertions.assertThat(page.locator("#pointing")).containsText("25 %");
        keepPicture(page, "alias");
        link(page, "Roll back").click();
        PlaywrightAssertions.assertThat(page.locator("dialog")).containsText("They will go to");
        button(page, "Roll back").click();
        sees(page, "It points to where it did before");
    }

    private static void shiftTheAlias(Page page) {
        link(page, "Shift step by step").click();
        page.locator("dialog").locator("#step-share-0").fill("20");
        button(page, "Begin").click();
        sees(page, "On its way from version 1 to version 2");
        PlaywrightAssertions.assertThat(page.locator(".steps [aria-current=step]"))
                .containsText("20 %");
        keepPicture(page, "shift");
        page.getByText("Break it off").click();
        sees(page, "all calls go to the version before");
    }

    private static void chooseWhatToCall(Page page) {
        link(page, "Call it").click();
        PlaywrightAssertions.assertThat(page.locator("#qualifier")).hasValue("live");
        keepPicture(page, "call-pane");
        page.locator("#qualifier").selectOption("2");
        assertThat(page.url()).contains("qualifier=2");
        page.reload();
        PlaywrightAssertions.assertThat(page.locator("#qualifier")).hasValue("2");
        page.locator("#qualifier").selectOption("$LATEST");
        assertThat(page.url()).doesNotContain("qualifier");
    }

    private void deleteIt(Page page, String origin) {
        ask(
                "PUT",
                FUNCTIONS + "/mail/async",
                "{\"onFailure\": {\"type\": \"function\", \"function\": \"resize\"}}");
        page.navigate(origin + "/functions/resize/delete");
        sees(page, "destination of mail");
        assertThat(button(page, "Delete for good").count()).isZero();
        ask("PUT", FUNCTIONS + "/mail/async", "{}");
        page.navigate(origin + "/functions/resize/delete");
        sees(page, "2 versions, 1 alias");
        page.locator("#confirmation").fill("resize");
        button(page, "Delete for good").click();
        sees(page, "The function is deleted: resize");
    }

    private FunctionId made(String name, String more) {
        String source = "\"code\": {\"source\": \"export const handler = async e => e;\"}";
        String body = "{\"name\": \"%s\", \"runtime\": \"nodejs\", %s, %s}";
        HttpResponse<String> made = ask("POST", FUNCTIONS, body.formatted(name, source, more));
        return FunctionId.parse(Asked.json(made).path("id").asString());
    }

    /** For some days, and often in vain. */
    private void called(FunctionId function) {
        Instant now = clock.instant();
        List<InvocationRecord> calls =
                new SampleRecords(7)
                        .any(
                                900,
                                owner.account().id(),
                                List.of(function),
                                now.minus(Duration.ofDays(2)),
                                now.minusSeconds(1));
        sinks.forEach(sink -> sink.accept(calls));
    }

    private HttpResponse<String> ask(String method, String path, String body) {
        HttpResponse<String> answer = new Asked(port).ask(method, path, owner.token(), body);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer;
    }

    /** For whoever wants to see what a person saw. */
    private static void keepPicture(Page page, String name) {
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(Path.of("target/screenshots/function-%s.png".formatted(name)))
                        .setFullPage(true));
    }

    private static void tab(Page page, String name) {
        page.locator(".tabs").getByText(name).click();
    }

    private static Locator link(Page page, String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void sees(Page page, String text) {
        PlaywrightAssertions.assertThat(page.locator("main")).containsText(text);
    }

    private static Locator.GetByLabelOptions exactly() {
        return new Locator.GetByLabelOptions().setExact(true);
    }
}
