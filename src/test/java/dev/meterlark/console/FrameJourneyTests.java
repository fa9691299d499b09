package dev.meterlark.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.Tenants.Tenant;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.util.regex.Pattern;

/** What the frame does for every page, with a real server behind it. */
@MeterlarkTest
@Tag("browser")
class FrameJourneyTests {

    @LocalServerPort int port;
    @Autowired Tenants tenants;

    private String origin;
    private Tenant owner;

    @BeforeEach
    void newAccount() {
        origin = "http://localhost:" + port;
        owner = tenants.newOwner();
    }

    @Test
    void aDialogIsRefusedSentFoundAgainAndOutlivesItsSession() {
        try (var browser = new Browser();
                BrowserContext person = browser.person(origin, 1280, 900, "light")) {
            Page page = person.newPage();
            signIn(page);
            page.navigate(origin + "/buckets");

            refusedInItsDialog(page);
            sentFromItsDialog(page);
            foundByAFewKeys(page);
            timesAreTheReadersOwn(page, person);
            keptWhenTheSessionEnds(page, person);

            assertThat(browser.complaints()).noneMatch(each -> each.startsWith("script error"));
        }
    }

    private static void refusedInItsDialog(Page page) {
        page.getByRole(AriaRole.LINK, named("New bucket")).or(makeOne(page)).first().click();
        Locator name = page.getByRole(AriaRole.DIALOG).getByLabel("Name");
        name.fill("No Such Name");
        page.getByRole(AriaRole.BUTTON, named("Make the bucket")).click();

        assertThat(page.getByRole(AriaRole.DIALOG).getByRole(AriaRole.ALERT)).isVisible();
        assertThat(name).hasValue("No Such Name");
    }

    private static Locator makeOne(Page page) {
        return page.locator("a[href='/new-bucket']");
    }

    private void sentFromItsDialog(Page page) {
        page.getByRole(AriaRole.DIALOG).getByLabel("Name").fill("photos");
        page.getByRole(AriaRole.BUTTON, named("Make the bucket")).click();

        assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
        assertThat(page.locator("main h1")).containsText("photos");
        assertThat(page).hasURL(origin + "/buckets/photos");
    }

    private void foundByAFewKeys(Page page) {
        page.navigate(origin + "/functions");
        page.keyboard().press("Control+k");
        page.getByRole(AriaRole.COMBOBOX).fill("hoto");
        assertThat(page.getByRole(AriaRole.OPTION)).hasText(new String[] {"photosBucket"});
        page.keyboard().press("Enter");

        assertThat(page).hasURL(origin + "/buckets/photos");
    }

    private void timesAreTheReadersOwn(Page page, BrowserContext person) {
        var zone = new JsonObject();
        zone.addProperty("timezoneId", "Asia/Tokyo");
        person.newCDPSession(page).send("Emulation.setTimezoneOverride", zone);
        page.navigate(origin + "/calls?from=2026-11-23T12:00");
        assertThat(page.getByLabel("From, in Asia/Tokyo")).hasValue("2026-11-23T21:00");
        page.getByLabel("To, in Asia/Tokyo").fill("2026-11-24T04:30");
        page.getByRole(AriaRole.BUTTON, named("Show")).click();

        assertThat(page.getByLabel("To, in Asia/Tokyo")).hasValue("2026-11-24T04:30");
        assertThat(page).hasURL(Pattern.compile(".*from=2026-11-23T12%3A00&to=2026-11-23T19%3A30"));
    }

    private void keptWhenTheSessionEnds(Page page, BrowserContext person) {
        page.navigate(origin + "/new-bucket");
        page.getByLabel("Name").fill("typed-for-long");
        Page other = person.newPage();
        other.navigate(origin + "/functions");
        other.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out")).click();
        other.waitForURL("**/sign-in**");
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");

        page.getByRole(AriaRole.BUTTON, named("Make the bucket")).click();
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("You are signed out");
        signIn(other);
        page.bringToFront();
        page.evaluate("window.dispatchEvent(new Event('focus'))");
        assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
        page.getByRole(AriaRole.BUTTON, named("Make the bucket")).click();

        assertThat(page).hasURL(origin + "/buckets/typed-for-long");
    }

    private void signIn(Page page) {
        page.navigate(origin + "/sign-in");
        page.getByLabel("E-mail").first().fill(owner.email());
        page.getByLabel("Password").first().fill(Tenants.PASSWORD);
        page.getByLabel("Password").first().press("Enter");
        page.waitForURL(origin + "/");
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }
}
