package dev.meterlark.console.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;

import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.Tenants.Tenant;
import dev.meterlark.console.Browser;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Signing in and showing again who one is, in a browser with an authenticator of its own. */
@MeterlarkTest
@Tag("browser")
class SignInJourneyTests {

    @LocalServerPort int port;
    @Autowired Tenants tenants;

    @Test
    void aPasskeySignsInAndIsTheSecondFactorOfDangerousSteps() {
        Tenant ada = tenants.newOwner();
        String origin = "http://localhost:" + port;
        try (var browser = new Browser();
                BrowserContext person = browser.person(origin, 1280, 900, "light")) {
            Page page = person.newPage();
            withAuthenticator(page);

            byPassword(page, origin, ada);
            addPasskey(page, origin);
            byPasskey(page, origin);
            makeKey(page, origin, "right away");
            PlaywrightAssertions.assertThat(page.locator("main")).containsText("The key is made");

            button(page, "Sign out").click();
            byPassword(page, origin, ada);
            makeKey(page, origin, "with a second factor");
            PlaywrightAssertions.assertThat(page.locator("h1")).hasText("Is it you?");
            assertThat(page.getByLabel("Password").count()).isZero();
            browser.forgetComplaints(); // the page that asks is a 403
            button(page, "Show a passkey").click();
            PlaywrightAssertions.assertThat(page.locator("main")).containsText("The key is made");
            PlaywrightAssertions.assertThat(page.locator("main"))
                    .containsText("with a second factor");

            removePasskey(page, origin);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static void withAuthenticator(Page page) {
        CDPSession devTools = page.context().newCDPSession(page);
        devTools.send("WebAuthn.enable");
        var options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        var arguments = new JsonObject();
        arguments.add("options", options);
        devTools.send("WebAuthn.addVirtualAuthenticator", arguments);
    }

    private static void byPassword(Page page, String origin, Tenant tenant) {
        page.navigate(origin + "/sign-in");
        page.getByLabel("E-mail").fill(tenant.email());
        page.getByLabel("Password").fill(Tenants.PASSWORD);
        button(page, "Sign in").click();
        page.waitForURL(origin + "/");
    }

    private static void addPasskey(Page page, String origin) {
        page.navigate(origin + "/account/security");
        page.getByText("Add a passkey").click();
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("laptop");
        button(page, "Add the passkey").click();
        PlaywrightAssertions.assertThat(page.locator("main")).containsText("The passkey is added");
        PlaywrightAssertions.assertThat(page.locator("tbody").first()).containsText("laptop");
        button(page, "Sign out").click();
    }

    private static void byPasskey(Page page, String origin) {
        page.navigate(origin + "/sign-in?next=/account/security");
        button(page, "Sign in with a passkey").click();
        page.waitForURL("**/account/security");
        PlaywrightAssertions.assertThat(page.locator("main")).containsText("this one");
    }

    private static void makeKey(Page page, String origin, String name) {
        page.navigate(origin + "/account/keys");
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill(name);
        button(page, "Make the key").click();
    }

    private static void removePasskey(Page page, String origin) {
        page.navigate(origin + "/account/security");
        button(page, "Remove laptop").click();
        PlaywrightAssertions.assertThat(page.locator("main")).containsText("No passkeys yet");
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
