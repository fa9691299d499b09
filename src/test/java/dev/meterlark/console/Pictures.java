package dev.meterlark.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;

import dev.meterlark.story.Api;
import dev.meterlark.story.PlatformProcess;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Pictures of the main pages for {@code docs/images}, light, dark and on a phone. Its name keeps it
 * out of a build, which changes no file of the tree: it is asked for, with {@code
 * -Dmeterlark.pictures=docs/images}. On the way each page has to show what it is about, without a
 * complaint of the browser.
 */
@Tag("browser")
@Tag("slow")
class Pictures {

    private static final String EMAIL = "acme@example.org";
    private static final String PASSWORD = "a walk through the clouds";

    private static final String THUMBNAILS =
            """
            export const handler = async (event) => {
              console.log(`resizing ${event.key ?? "nothing"} to 320 × 240`);
              await new Promise((done) => setTimeout(done, 3 + Math.random() * 30));
              if (!event.key) throw new Error("event.key is missing");
              console.log("stored as", event.key.replace(".jpg", "-small.jpg"));
              return { small: event.key.replace(".jpg", "-small.jpg"), width: 320, height: 240 };
            };
            """;
    private static final String GREETER =
            """
            export const handler = async (event) => ({ hello: event.name ?? "world" });
            """;

    private final Path pictures = Path.of(System.getProperty("meterlark.pictures", "target"));

    @TempDir Path folder;

    @Test
    void everyMainPageIsPictured() throws IOException {
        try (var platform = PlatformProcess.start(folder.resolve("data"));
                var browser = new Browser()) {
            Api api = Api.signUp(platform, "acme");
            String call = furnish(api);
            String origin = "http://localhost:" + platform.address().getPort();

            take(browser, origin, pages(call), 1280, 860, "light", "");
            take(browser, origin, pages(call), 1280, 860, "dark", "-dark");
            take(browser, origin, pages(call), 390, 844, "light", "-phone");

            assertThat(browser.complaints()).isEmpty();
        }
    }

    /** The name of each picture, with the address of its page. */
    private static Map<String, String> pages(String call) {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("home", "/");
        pages.put("functions", "/functions");
        pages.put("function", "/functions/thumbnails?range=1h");
        pages.put("code", "/functions/thumbnails/code");
        pages.put("triggers", "/triggers");
        pages.put("calls", "/calls");
        pages.put("call", "/calls/" + call);
        pages.put("logs", "/functions/thumbnails/logs");
        pages.put("bucket", "/buckets/photos");
        pages.put("table", "/tables/orders");
        pages.put("costs", "/costs");
        pages.put("budgets", "/budgets");
        pages.put("security", "/account/security");
        pages.put("operator", "/operator");
        pages.put("nodes", "/operator/nodes");
        return pages;
    }

    private void take(
            Browser browser,
            String origin,
            Map<String, String> pages,
            int width,
            int height,
            String colours,
            String suffix) {
        try (BrowserContext person = browser.person(origin, width, height, colours)) {
            Page page = person.newPage();
            page.navigate(origin + "/sign-in");
            page.getByLabel("E-mail").first().fill(EMAIL);
            page.getByLabel("Password").first().fill(PASSWORD);
            page.getByLabel("Password").first().press("Enter");
            page.waitForURL(origin + "/");
            pages.forEach(
                    (name, address) -> {
                        page.navigate(origin + address);
                        assertThat(page.locator("main h1").first().isVisible()).as(name).isTrue();
                        settle(page);
                        page.screenshot(
                                new Page.ScreenshotOptions()
                                        .setPath(pictures.resolve(name + suffix + ".png")));
                    });
        }
    }

    /** Until charts are drawn and editors are there. */
    private static void settle(Page page) {
        page.waitForFunction(
                "() => [...document.querySelectorAll('figure[data-chart]')].every(f => 'drawn' in"
                        + " f.dataset || f.getBoundingClientRect().top > innerHeight + 200)");
        page.waitForFunction("() => document.readyState === 'complete'");
        page.evaluate(
                "() => document.fonts.ready.then(() => new Promise(done =>"
                        + " requestAnimationFrame(() => requestAnimationFrame(done))))");
    }

    /**
     * @return the id of a call that ended well
     */
    private static String furnish(Api api) {
        api.deploy("thumbnails", "nodejs20", "index.handler", THUMBNAILS);
        api.deploy("greeter", "nodejs20", "index.handler", GREETER);
        api.deploy("orders-daily", "nodejs20", "index.handler", GREETER);
        api.post(
                "/functions/orders-daily/triggers",
                "{\"type\":\"schedule\",\"expression\":\"rate(1 hour)\"}");
        Api.Answer last = null;
        for (int n = 0; n < 60; n++) {
            String event = n % 13 == 7 ? "{}" : "{\"key\":\"cat-%d.jpg\"}".formatted(n);
            Api.Answer answer = api.invoke("thumbnails", event);
            last = n % 13 == 7 && last != null ? last : answer;
            if (n % 4 == 0) {
                api.invoke("greeter", "{\"name\":\"Ada\"}");
            }
        }
        store(api);
        String call = last == null ? "" : last.header("Meterlark-Invocation-Id");
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (api.get("/invocations/" + call).status() != 200 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        return call;
    }

    private static void store(Api api) {
        api.post("/buckets", "{\"name\":\"photos\"}");
        for (String key :
                new String[] {"cats/cat-1.jpg", "cats/cat-2.jpg", "dogs/rex.jpg", "cover.jpg"}) {
            byte[] bytes = "a picture".repeat(key.length() * 900).getBytes(StandardCharsets.UTF_8);
            api.put("/buckets/photos/objects/" + key, bytes, "image/jpeg");
        }
        api.post("/tables", "{\"name\":\"orders\"}");
        for (int n = 1; n <= 12; n++) {
            api.putJson(
                    "/tables/orders/items/order-%03d".formatted(n),
                    "{\"customer\":\"ada\",\"total\":%d.50,\"paid\":%s}"
                            .formatted(n * 7, n % 3 > 0));
        }
    }
}
