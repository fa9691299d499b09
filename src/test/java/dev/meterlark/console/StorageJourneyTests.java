package dev.meterlark.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;

/** What is kept, and the calls that were, in a real browser. */
@MeterlarkTest
@Tag("browser")
class StorageJourneyTests {

    private static Browser browser;

    @TempDir Path folder;
    @LocalServerPort int port;
    @Autowired Tenants tenants;

    @BeforeAll
    static void open() {
        browser = new Browser();
    }

    @AfterAll
    static void close() {
        browser.close();
    }

    @Test
    void aFolderGoesIntoANewBucketAndSomeOfItOutAgain() {
        walk((page, _) -> folderIntoABucket(page));
    }

    @Test
    void aCallShowsUpByItselfIsLookedAtReplayedAndCompared() {
        walk(this::calls);
    }

    private void walk(BiConsumer<Page, Tenants.Tenant> steps) {
        Tenants.Tenant owner = tenants.newOwner();
        String origin = "http://localhost:" + port;
        browser.forgetComplaints();
        try (BrowserContext person = browser.person(origin, 1280, 900, "light")) {
            Page page = person.newPage();
            page.navigate(origin + "/sign-in");
            page.getByLabel("E-mail").fill(owner.email());
            page.getByLabel("Password").fill(Tenants.PASSWORD);
            button(page, "Sign in").click();
            page.waitForURL(url -> !url.contains("/sign-in"));
            try {
                steps.accept(page, owner);
            } catch (RuntimeException | AssertionError e) {
                keepPicture(page, "where-it-failed");
                throw e;
            }
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private void folderIntoABucket(Page page) {
        page.navigate(origin(page) + "/buckets");
        assertThat(page.locator("main")).containsText("No buckets yet");
        link(page, "Make a bucket").click();
        page.getByLabel("Name").fill("images");
        button(page, "Make the bucket").click();
        page.waitForURL("**/buckets/images");

        page.waitForFileChooser(() -> button(page, "Choose a folder").click()).setFiles(cats());
        assertThat(page.locator("[data-summary]")).containsText("3 of 3 uploaded");
        keepPicture(page, "uploads");
        link(page, "Show them").click();
        link(page, "cats/").click();
        assertThat(page.locator("tbody tr")).hasCount(3);
        keepPicture(page, "bucket");

        assertThat(button(page, "Delete the chosen ones")).isDisabled();
        page.getByLabel("tom.txt", new Page.GetByLabelOptions().setExact(true)).check();
        button(page, "Delete the chosen ones").click();
        button(page, "Delete for good").click();
        assertThat(page.locator("main")).containsText("Deleted: cats/tom.txt");
        assertThat(page.locator("tbody tr")).hasCount(2);
        link(page, "kitty.txt").click();
        assertThat(page.locator("main")).containsText("SHA-256");
        keepPicture(page, "object");
    }

    private void calls(Page page, Tenants.Tenant owner) {
        function(owner);
        page.navigate(origin(page) + "/calls");
        assertThat(page.locator("main")).containsText("No calls yet");
        call(owner, "{\"n\": 1}");
        call(owner, "{\"n\": 2}");
        assertThat(page.locator("tbody tr")).hasCount(2, patient());
        keepPicture(page, "calls");

        page.locator("tbody td.nowrap a").last().click();
        assertThat(page.locator("main")).containsText("Where the time went");
        page.navigate(origin(page) + "/calls");
        for (int i = 0; i < 2; i++) {
            page.locator("tbody input[type=checkbox]").nth(i).check();
        }
        button(page, "Compare two").click();
        assertThat(page.locator("main")).containsText("Two calls");
        assertThat(page.locator(".diff").first()).containsText("\"n\": 2");
        keepPicture(page, "compare");

        page.locator("main thead a").first().click();
        assertThat(page.getByLabel("Event", new Page.GetByLabelOptions().setExact(true)).last())
                .containsText("\"n\":");
        keepPicture(page, "call");
        button(page, "Replay").click();
        assertThat(page.locator("main"))
                .containsText(
                        "replay", new LocatorAssertions.ContainsTextOptions().setTimeout(15_000));
    }

    private void function(Tenants.Tenant owner) {
        new Asked(port)
                .postJson(
                        "/api/v1/functions",
                        owner.token(),
                        "{\"name\":\"echo\",\"runtime\":\"nodejs\",\"handler\":\"echo\",\"code\":{\"source\":\"1\"}}");
    }

    private void call(Tenants.Tenant owner, String event) {
        var answer =
                new Asked(port)
                        .postJson("/api/v1/functions/echo/invocations", owner.token(), event);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private Path cats() {
        try {
            Path cats = Files.createDirectory(folder.resolve("cats"));
            for (String name : new String[] {"tom", "kitty", "felix"}) {
                Files.writeString(cats.resolve(name + ".txt"), name);
            }
            return cats;
        } catch (IOException e) {
            throw new IllegalStateException("no folder could be made", e);
        }
    }

    private static String origin(Page page) {
        return page.url().replaceFirst("(https?://[^/]+).*", "$1");
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator link(Page page, String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static LocatorAssertions.HasCountOptions patient() {
        return new LocatorAssertions.HasCountOptions().setTimeout(20_000);
    }

    /** For whoever wants to see what somebody saw. */
    private static void keepPicture(Page page, String name) {
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(Path.of("target/screenshots/storage-%s.png".formatted(name)))
                        .setFullPage(true));
    }
}
