package dev.meterlark.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * axe-core finds nothing against WCAG 2.2 AA on any page, light and wide or dark and narrow. A page
 * is loaded once and looked at both ways, as when somebody turns a phone and the sun sets.
 */
@Tag("browser")
class AccessibilityTests {

    /** Of what is in order it counts nothing up: that is most of its work. */
    private static final String VIOLATIONS =
            """
            async apart => {
              const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
              const found = await axe.run(
                { exclude: apart }, { runOnly: tags, resultTypes: ["violations"] });
              return found.violations
                .flatMap(v => v.nodes.map(n => v.id + ": " + n.html + " " + n.failureSummary))
                .join("\\n");
            }
            """;

    /** Two thirds of a page are the same on all of them, and are looked at on this one. */
    private static final String WITH_ITS_FRAME = "functions/functions";

    private static final List<String> FRAME = List.of(".side");

    static Browser browser;

    private final List<String> violations = new ArrayList<>();

    @BeforeAll
    static void open() {
        browser = new Browser();
    }

    @AfterAll
    static void close() {
        browser.close();
    }

    @Test
    void everyPageIsUsableByEverybody() throws IOException {
        var models = new Models("thumbnails").all();
        try (var pages = new RenderedPages(models);
                BrowserContext person = browser.person(pages.origin(), 1280, 900, "light")) {
            Page page = person.newPage();
            for (String name : models.keySet()) {
                look(page, ColorScheme.LIGHT, 1280);
                page.navigate(pages.origin() + "/" + name);
                page.addScriptTag(
                        new Page.AddScriptTagOptions().setUrl(pages.origin() + RenderedPages.AXE));
                List<String> apart = name.equals(WITH_ITS_FRAME) ? List.of() : FRAME;
                judge(page, apart, name + ", light and wide: ");
                look(page, ColorScheme.DARK, 390);
                judge(page, apart, name + ", dark and narrow: ");
            }
        }
        assertThat(models).containsKey(WITH_ITS_FRAME);
        assertThat(violations).isEmpty();
    }

    /** Without motion: what fades in has no contrast yet. */
    private static void look(Page page, ColorScheme colours, int width) {
        page.emulateMedia(
                new Page.EmulateMediaOptions()
                        .setColorScheme(colours)
                        .setReducedMotion(ReducedMotion.REDUCE));
        page.setViewportSize(width, 900);
    }

    private void judge(Page page, List<String> apart, String where) {
        String found = (String) page.evaluate(VIOLATIONS, apart);
        if (!found.isEmpty()) {
            violations.add(where + found);
        }
    }
}
