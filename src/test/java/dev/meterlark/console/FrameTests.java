package dev.meterlark.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;

/**
 * What surrounds every page, in a real browser: menu, dialogs, charts, and nothing typed is lost.
 */
@Tag("browser")
class FrameTests {

    private static Browser browser;
    private static RenderedPages pages;

    @BeforeAll
    static void open() throws IOException {
        browser = new Browser();
        pages = new RenderedPages(new Models("thumbnails").all());
    }

    @AfterAll
    static void close() {
        pages.close();
        browser.close();
    }

    @BeforeEach
    void forget() {
        browser.forgetComplaints();
    }

    @Test
    void onAPhoneTheSideIsAMenuThatEscapeShuts() {
        try (BrowserContext person = browser.person(pages.origin(), 390, 800, "light")) {
            Page page = visit(person, "pieces");
            Locator link = page.getByRole(AriaRole.LINK, named("Buckets"));
            assertThat(link).isHidden();

            Locator menu = page.getByRole(AriaRole.BUTTON, named("Menu"));
            menu.press("Enter");
            assertThat(link).isVisible();
            assertThat(menu).hasAttribute("aria-expanded", "true");

            link.press("Escape");
            assertThat(link).isHidden();
            assertThat(menu).isFocused();
        }
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aSmallFormIsADialogUnderItsOwnAddressAndBackShutsIt() {
        try (BrowserContext person = browser.person(pages.origin(), 1280, 800, "light")) {
            Page page = visit(person, "pieces");

            page.getByRole(AriaRole.LINK, named("A small form")).click();
            Locator dialog = page.getByRole(AriaRole.DIALOG);
            assertThat(dialog).containsText("A small form");
            assertThat(page).hasURL(pages.origin() + "/piece-form");
            assertThat(dialog.getByLabel("Name")).isFocused();

            page.goBack();
            assertThat(dialog).hasCount(0);
            assertThat(page).hasURL(pages.origin() + "/pieces");

            page.goForward();
            assertThat(dialog).containsText("A small form");
            page.keyboard().press("Escape");
            assertThat(dialog).hasCount(0);
            assertThat(page).hasURL(pages.origin() + "/pieces");

            page.navigate(pages.origin() + "/piece-form");
            assertThat(page.locator("main")).containsText("A small form");
            assertThat(dialog).hasCount(0);
        }
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aRefusedFormInADialogSaysWhyAndKeepsWhatWasTyped() {
        try (BrowserContext person = browser.person(pages.origin(), 1280, 800, "light")) {
            Page page = visit(person, "pieces");
            page.getByRole(AriaRole.LINK, named("A small form")).click();
            Locator name = page.getByRole(AriaRole.DIALOG).getByLabel("Name");
            name.fill("typed for a while");

            page.getByRole(AriaRole.BUTTON, named("Send it")).click();

            assertThat(page.getByRole(AriaRole.ALERT)).containsText("thumbnails");
            assertThat(name).hasValue("typed for a while");
        }
    }

    @Test
    void whatIsTypedOverWholeLinesOfAnEditorKeepsToThePolicy() {
        try (BrowserContext person = browser.person(pages.origin(), 1280, 800, "light")) {
            Page page = visit(person, "queues/subscription-filter");
            Locator text = page.locator("#filter[data-enhanced=yes]");
            text.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
            Locator editor = page.locator(".editor [contenteditable]");
            for (String typed : new String[] {"{\n  \"a\": 1,\n  \"b\": 2\n}", "[\n1,\n2]", "x"}) {
                editor.press("ControlOrMeta+A");
                page.keyboard().insertText(typed);
                assertThat(text).hasValue(typed);
            }
        }
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aFormWhoseSessionEndedIsNotSentAndKeepsWhatWasTyped() {
        try (BrowserContext person = browser.person(pages.origin(), 1280, 800, "light")) {
            Page page = visit(person, "piece-form");
            page.getByLabel("Name").fill("typed for a while");
            page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");

            page.getByRole(AriaRole.BUTTON, named("Send it")).click();

            assertThat(page.getByRole(AriaRole.DIALOG)).containsText("You are signed out");
            page.getByRole(AriaRole.BUTTON, named("Close")).click();
            assertThat(page.getByLabel("Name")).hasValue("typed for a while");
            assertThat(page).hasURL(pages.origin() + "/piece-form");
        }
    }

    @Test
    void aFewKeysLeadToAPageOrToAThingOfTheAccount() {
        try (BrowserContext person = browser.person(pages.origin(), 1280, 800, "light")) {
            Page page = visit(person, "pieces");

            page.keyboard().press("Control+k");
            Locator input = page.getByRole(AriaRole.COMBOBOX);
            assertThat(input).isFocused();
            input.fill("thumb");
            Locator found = page.getByRole(AriaRole.OPTION);
            assertThat(found).hasCount(10);
            input.press("ArrowDown");
            assertThat(found.nth(1)).hasAttribute("aria-selected", "true");
            input.fill("buck");
            assertThat(found.first()).containsText("Buckets");
            input.press("Enter");

            assertThat(page).hasURL(pages.origin() + "/buckets");
        }
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aChartIsDrawnAndItsTableStaysToBeRead() {
        try (BrowserContext person = browser.person(pages.origin(), 1280, 800, "dark")) {
            Page page = visit(person, "pieces");
            Locator chart = page.locator("#latency");

            assertThat(chart.locator("canvas")).isVisible();
            assertThat(chart.getByRole(AriaRole.TABLE)).isHidden();
            chart.getByText("As a table").click();
            assertThat(chart.getByRole(AriaRole.TABLE)).containsText("p99");

            chart.locator(".u-over").hover();
            assertThat(chart.locator(".tip")).containsText("p95");
        }
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void withoutScriptsAChartIsATableAndTheMenuALink() {
        try (BrowserContext person = browser.personWithoutScripts(390, 800)) {
            Page page = visit(person, "pieces");

            assertThat(page.locator("#latency table")).isVisible();
            page.locator("[data-menu]").click();
            assertThat(page.getByRole(AriaRole.LINK, named("Buckets"))).isVisible();
        }
    }

    private static Page visit(BrowserContext person, String path) {
        Page page = person.newPage();
        page.navigate(pages.origin() + "/" + path);
        return page;
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }
}
