package dev.meterlark.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** axe-core finds nothing against WCAG 2.2 AA on any page, light or dark, wide or narrow. */
@Tag("browser")
class AccessibilityTests {

    private static final String VIOLATIONS =
            """
            async () => {
              const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
              const found = await axe.run({ runOnly: tags });
              return found.violations
                .flatMap(v => v.nodes.map(n => v.id + ": " + n.html + " " + n.failureSummary))
                .join("\\n");
            }
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

    @ParameterizedTest
    @CsvSource({"light, 1280", "dark, 390"})
    void everyPageIsUsableByEverybody(String colours, int width) throws IOException {
        var models = new Models("thumbnails").all();
        String axe = Files.readString(Path.of("frontend/node_modules/axe-core/axe.min.js"));
        List<String> violations = new ArrayList<>();
        try (var pages = new RenderedPages(models);
                BrowserContext person = browser.person(pages.origin(), width, 900, colours)) {
            Page page = person.newPage();
            for (String name : models.keySet()) {
                page.navigate(pages.origin() + "/" + name);
                page.evaluate(axe);

                String found = (String) page.evaluate(VIOLATIONS);
                if (!found.isEmpty()) {
                    violations.add(name + ": " + found);
                }
            }
        }
        assertThat(violations).isEmpty();
    }
}
