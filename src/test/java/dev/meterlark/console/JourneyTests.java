package dev.meterlark.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;

import dev.meterlark.story.PlatformProcess;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** What a newcomer does in the first minutes, in a real browser, with real sandboxes. */
@Tag("browser")
@Tag("slow")
class JourneyTests {

    private static final String HANDLER =
            """
            export const handler = async (event) => {
              console.log("<img src=x onerror=document.title='ran'> asked by", event.name);
              if (event.fail) throw new Error("<script>document.title='ran'</script>");
              return { hello: event.name, html: "<script>document.title='ran'</script>" };
            };
            """;

    @TempDir Path folder;

    @Test
    void fromTheFirstPageToAPricedCallAndItsLog() throws IOException {
        try (var platform = PlatformProcess.start(folder.resolve("data"));
                var browser = new Browser()) {
            try {
                walk(browser, "http://localhost:" + platform.address().getPort());
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(platform.output(), e);
            }
        }
    }

    private static void walk(Browser browser, String origin) throws IOException {
        try (BrowserContext person = browser.person(origin, 1280, 900, "light")) {
            Page page = person.newPage();

            try {
                steps(page, origin);
            } catch (RuntimeException | AssertionError e) {
                keepPicture(page, "where-it-failed");
                throw e;
            }

            assertThat(browser.complaints()).isEmpty();
            assertThat(page.title()).isNotEqualTo("ran");
        }
    }

    private static void steps(Page page, String origin) throws IOException {
        signUp(page, origin);
        createByDroppingAZip(page);
        callAndReadTheAnswer(page);
        keepPicture(page, "answer");
        callAndSeeTheError(page);
        keepPicture(page, "error");
        seeBothCallsAndOnesPage(page);
        keepPicture(page, "call");
        followTheLog(page, origin);
        keepPicture(page, "logs");
        seeTheCosts(page);
        keepPicture(page, "costs");
        capThem(page);
        deleteIt(page);
        signOutAndInAgain(page, origin);
    }

    /** For whoever wants to see what a newcomer saw. */
    private static void keepPicture(Page page, String name) {
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(Path.of("target/screenshots/journey-%s.png".formatted(name)))
                        .setFullPage(true));
    }

    private static void signUp(Page page, String origin) {
        page.navigate(origin + "/");
        page.waitForURL("**/sign-up");
        page.getByLabel("Account name").fill("Acme");
        page.getByLabel("E-mail").fill("ada@acme.test");
        page.getByLabel("Password").fill("a long enough sentence");
        button(page, "Make the account").click();
        sees(page, "Welcome, Acme");
        assertThat(page.locator("#key-token").textContent()).startsWith("mlk_");
        page.getByText("Make your first function").click();
        page.waitForURL("**/functions/new");
    }

    private static void createByDroppingAZip(Page page) throws IOException {
        page.getByLabel("My own").check();
        drop(page, "form[data-new-function] .drop", "greeter.zip", zip("index.mjs", HANDLER));
        assertThat(page.getByLabel("Name").inputValue()).isEqualTo("greeter");
        page.getByLabel("Runtime")
                .selectOption(
                        page.locator("option[data-family=nodejs]").first().getAttribute("value"));
        button(page, "Make the function").click();
        page.waitForURL("**/functions/greeter");
    }

    private static void callAndReadTheAnswer(Page page) {
        page.locator("#event[data-enhanced=yes]")
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
        page.getByLabel("Event (JSON)").fill("{\"name\":");
        sees(page, "Not valid JSON yet");
        page.getByLabel("Event (JSON)").fill("{\"name\":\"Ada\"}");
        button(page, "Format").click();
        assertThat(page.locator("#event").inputValue()).contains("  \"name\": \"Ada\"");
        page.getByLabel("Event (JSON)").press("Control+Enter");
        PlaywrightAssertions.assertThat(page.locator("#answer"))
                .containsText("\"hello\": \"Ada\"", patient());
        PlaywrightAssertions.assertThat(page.locator("#answer")).containsText("Succeeded");
        PlaywrightAssertions.assertThat(page.locator("#answer")).containsText("cold start");
        PlaywrightAssertions.assertThat(page.locator("#answer")).containsText("USD");
        PlaywrightAssertions.assertThat(page.locator("#answer")).containsText("Sandbox start");
        PlaywrightAssertions.assertThat(page.getByLabel("Log", exactly()))
                .containsText("asked by Ada");
    }

    private static void callAndSeeTheError(Page page) {
        page.getByLabel("Event (JSON)").fill("{\"name\":\"Bob\",\"fail\":true}");
        button(page, "Call").click();
        PlaywrightAssertions.assertThat(page.locator("#answer"))
                .containsText("The function answered with an error", patient());
        PlaywrightAssertions.assertThat(page.locator("#answer"))
                .containsText("<script>document.title='ran'</script>");
        PlaywrightAssertions.assertThat(page.locator("#answer")).containsText("warm");
    }

    private static void seeBothCallsAndOnesPage(Page page) {
        PlaywrightAssertions.assertThat(page.locator("#recent tbody tr"))
                .hasCount(2, new LocatorAssertions.HasCountOptions().setTimeout(15_000));
        ofThisFunction(page, "Calls").click();
        PlaywrightAssertions.assertThat(page.locator("tbody tr")).hasCount(2);
        page.locator("tbody tr a").last().click();
        sees(page, "Price book");
        PlaywrightAssertions.assertThat(page.locator("pre[aria-label=Log]"))
                .containsText("asked by Ada");
    }

    private static void followTheLog(Page page, String origin) {
        page.navigate(origin + "/functions/greeter/logs");
        PlaywrightAssertions.assertThat(page.locator(".tail")).containsText("asked by Bob");
        PlaywrightAssertions.assertThat(page.locator("[data-state]")).hasText("Live");
        page.getByRole(AriaRole.SEARCHBOX).fill("BY ADA");
        page.getByRole(AriaRole.SEARCHBOX).press("Enter");
        PlaywrightAssertions.assertThat(page.locator(".tail > .line")).hasCount(1);
    }

    private static void seeTheCosts(Page page) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Costs")).click();
        var by =
                page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("By Function"));
        PlaywrightAssertions.assertThat(by.locator("tbody")).containsText("greeter");
        PlaywrightAssertions.assertThat(by.locator("tfoot")).containsText("2");
        PlaywrightAssertions.assertThat(page.locator("figure[data-drawn]")).isVisible();
    }

    private static void capThem(Page page) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Budgets")).click();
        page.getByLabel("Cap a month").fill("25");
        page.getByLabel("Percent").first().fill("80");
        button(page, "Save").click();
        sees(page, "of 25.00 USD");
        PlaywrightAssertions.assertThat(page.getByLabel("Percent").first()).hasValue("80");
    }

    private static void deleteIt(Page page) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Functions"))
                .first()
                .click();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("greeter")).click();
        ofThisFunction(page, "Settings").click();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Delete").setExact(true))
                .click();
        PlaywrightAssertions.assertThat(button(page, "Delete for good")).isDisabled();
        page.locator("#confirmation").fill("greeter");
        button(page, "Delete for good").click();
        page.waitForURL("**/functions");
        sees(page, "No functions yet");
    }

    private static Locator ofThisFunction(Page page, String tab) {
        return page.getByRole(
                        AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName("This function"))
                .getByText(tab);
    }

    private static void signOutAndInAgain(Page page, String origin) {
        button(page, "Sign out").click();
        page.navigate(origin + "/functions");
        page.waitForURL("**/sign-in*");
        page.getByLabel("E-mail").fill("ada@acme.test");
        page.getByLabel("Password").fill("a long enough sentence");
        button(page, "Sign in").click();
        page.waitForURL("**/functions");
    }

    /** As a person does it: a file let go over the zone, not one set on the input. */
    private static void drop(Page page, String zone, String name, byte[] bytes) {
        page.evaluate(
                """
                ([zone, name, base64]) => {
                  const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0));
                  const files = new DataTransfer();
                  files.items.add(new File([bytes], name, { type: "application/zip" }));
                  document.querySelector(zone).dispatchEvent(
                    new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
                }
                """,
                new Object[] {zone, name, Base64.getEncoder().encodeToString(bytes)});
    }

    private static byte[] zip(String name, String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void sees(Page page, String text) {
        PlaywrightAssertions.assertThat(page.locator("main")).containsText(text);
    }

    private static Page.GetByLabelOptions exactly() {
        return new Page.GetByLabelOptions().setExact(true);
    }

    private static LocatorAssertions.ContainsTextOptions patient() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(30_000);
    }
}
