package dev.meterlark.console.code;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;

import dev.meterlark.console.Browser;
import dev.meterlark.story.PlatformProcess;
import dev.meterlark.story.RunningPlatform;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A newcomer's first minute, and what it is like to change code in two tabs and to mistype it. */
@Tag("browser")
@Tag("slow")
@ExtendWith(RunningPlatform.class)
class FirstMinuteTests {

    private final String origin;

    FirstMinuteTests(PlatformProcess platform) {
        origin = "http://localhost:" + platform.address().getPort();
    }

    @Test
    void aReadyFunctionIsCalledThenChangedAndWhoIsOvertakenOrMistypesIsTold() throws IOException {
        try (var browser = new Browser();
                BrowserContext person = browser.person(origin, 1280, 900, "light")) {
            Page page = person.newPage();
            long begun = System.nanoTime();
            signUp(page);
            makeReadyOne(page, "hello", "nodejs", "hello");
            call(page);
            keep(Duration.ofNanos(System.nanoTime() - begun));

            Page other = person.newPage();
            other.navigate(origin + "/functions/hello/code");
            type(page, "Control+End", "// first");
            page.keyboard().press("Control+s");
            assertThat(page.locator("#editing-state")).containsText("Saved");
            type(other, "Control+End", "// second");
            other.keyboard().press("Control+s");
            assertThat(other.locator("#editing-state")).containsText("Somebody changed the code");
            assertThat(other.locator("#source").inputValue()).contains("// second");
            other.keyboard().press("Control+s");
            assertThat(other.locator("#editing-state")).containsText("Saved");

            mistypeJava(page);
            browser.forgetComplaints(); // of refusals with 412 and 400, which were wanted
            other.navigate(
                    origin + "/functions/hello/code/diff"); // page would ask: it is not saved
            assertThat(other.locator("main")).containsText("Compare versions");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private void signUp(Page page) {
        page.navigate(origin + "/sign-up");
        page.getByLabel("Account name").fill("First Minute");
        page.getByLabel("E-mail").fill("first-minute@acme.test");
        page.getByLabel("Password").fill("a long enough sentence");
        button(page, "Make the account").click();
        page.getByText("Make your first function").first().click();
        page.waitForURL("**/functions/new");
    }

    private static void makeReadyOne(Page page, String name, String family, String kind) {
        page.getByLabel("Name").fill(name);
        page.getByLabel("Runtime")
                .selectOption(
                        page.locator("option[data-family=" + family + "]")
                                .first()
                                .getAttribute("value"));
        page.getByLabel("What starts it").selectOption(kind);
        button(page, "Make the function").click();
        page.waitForURL("**/functions/" + name + "/code*");
        assertThat(page.locator("#editing .cm-content")).isVisible(patient());
    }

    private static void call(Page page) {
        button(page, "Call").click();
        assertThat(page.locator("#answer")).containsText("Hello, Ada!", soon());
        assertThat(page.locator("#answer")).containsText("USD");
    }

    private void mistypeJava(Page page) {
        page.navigate(origin + "/functions/new");
        makeReadyOne(page, "jay", "java", "queue");
        type(page, "Control+Home", "nonsense;\n");
        page.keyboard().press("Control+s");
        assertThat(page.locator(".mistakes li").first()).containsText("Line 1", soon());
        assertThat(page.locator("#editing .cm-lint-marker-error").first()).isVisible();
    }

    private static void type(Page page, String where, String text) {
        page.locator("#editing .cm-content").click();
        page.keyboard().press(where);
        page.keyboard().type(text);
    }

    /** How long it took, for whoever wants to know. */
    private static void keep(Duration firstMinute) throws IOException {
        Path file = Path.of("target/first-minute.txt");
        Files.writeString(file, "%d ms%n".formatted(firstMinute.toMillis()));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static LocatorAssertions.ContainsTextOptions soon() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(30_000);
    }

    private static LocatorAssertions.IsVisibleOptions patient() {
        return new LocatorAssertions.IsVisibleOptions().setTimeout(30_000);
    }
}
