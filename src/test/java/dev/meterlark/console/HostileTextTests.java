package dev.meterlark.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;

/**
 * Whatever a function, a member or an uploaded file says, on every page, in a real browser: no
 * script runs, no request leaves, nothing grows out of the window.
 */
@Tag("browser")
class HostileTextTests {

    private static final String MARKUP =
            "<script>document.title='ran'</script><img src=x onerror=document.title='ran'>"
                    + "<link rel=stylesheet href=http://elsewhere.test/>"
                    + "<base href=http://elsewhere.test/><meta http-equiv=refresh"
                    + " content='0;url=http://elsewhere.test/'>"
                    + "<a hx-get=http://elsewhere.test/x hx-trigger=load>x</a>";

    private static final String OUT_OF_AN_ATTRIBUTE =
            "' autofocus onfocus=\"document.title='ran'\" x='\""
                    + " onfocus=document.title='ran' autofocus>";

    private static final String OUT_OF_AN_ELEMENT =
            "</textarea></pre></option></select></title><svg onload=document.title='ran'>"
                    + "[[${7*7}]] __${T(java.lang.Runtime)}__ ${{7*7}} #{x} {{7*7}}";

    private static final String CONTROLS =
            "\u001b[31mred \u001b]8;;http://elsewhere.test\u0007click\u001b]8;;\u0007"
                    + "\u202eturned\u202c zero\u200bwidth \u0000 \r\n\r\n &lt;b&gt;";

    /** What would be an address, then all that can stand in one text with it, and no end of it. */
    static final String PAYLOAD =
            "javascript:document.title='ran'//"
                    + OUT_OF_AN_ELEMENT
                    + OUT_OF_AN_ATTRIBUTE
                    + MARKUP
                    + CONTROLS
                    + "x".repeat(20_000);

    /** All at once: an answer of the browser costs more than the look. */
    private static final String WRONG =
            """
            [
              ...["ran", "1"].filter(title => document.title === title),
              ...(document.querySelectorAll("main").length === 1 ? [] : ["not one main"]),
              ...[...document.querySelectorAll(
                  "main script, main link, main base, a[href^=javascript]")]
                .map(e => e.outerHTML),
              ...(document.documentElement.scrollWidth <= innerWidth ? [] :
                ["wider than the window: ", ...[...document.querySelectorAll("main *")]
                  .filter(e => e.getBoundingClientRect().right > innerWidth)
                  .map(e => e.tagName + "." + e.className)])
            ].join(" ")
            """;

    static Browser browser;

    @BeforeAll
    static void open() {
        browser = new Browser();
    }

    @AfterAll
    static void close() {
        browser.close();
    }

    @Test
    void runsNothingOnAnyPage() throws IOException {
        var models = new Models(PAYLOAD).all();
        try (var pages = new RenderedPages(models);
                BrowserContext person = browser.person(pages.origin(), 1280, 900, "light")) {
            Page page = person.newPage();
            for (String name : models.keySet()) {
                page.navigate(pages.origin() + "/" + name);

                assertThat(page.evaluate(WRONG)).as(name).isEqualTo("");
            }
        }
        assertThat(browser.complaints()).isEmpty();
    }
}
