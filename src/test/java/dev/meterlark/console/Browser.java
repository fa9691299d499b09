package dev.meterlark.console;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;

import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Debian's Chromium, and what it had to complain about: errors of scripts, violations of the
 * content security policy, dialogs, requests to anywhere but one origin.
 */
public final class Browser implements AutoCloseable {

    private static final List<String> FLAGS =
            List.of(
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync");

    private final Playwright playwright = Playwright.create();
    private final com.microsoft.playwright.Browser chromium =
            playwright
                    .chromium()
                    .launch(
                            new BrowserType.LaunchOptions()
                                    .setExecutablePath(Path.of("/usr/bin/chromium"))
                                    .setArgs(FLAGS));
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

    /** A new person's browser: no cookies, nothing kept. */
    public BrowserContext person(String origin, int width, int height, String colours) {
        BrowserContext context =
                chromium.newContext(
                        new com.microsoft.playwright.Browser.NewContextOptions()
                                .setViewportSize(width, height)
                                .setColorScheme(
                                        colours.equals("dark")
                                                ? com.microsoft.playwright.options.ColorScheme.DARK
                                                : com.microsoft.playwright.options.ColorScheme
                                                        .LIGHT));
        context.setDefaultTimeout(15_000);
        context.onRequest(
                request -> {
                    String url = request.url();
                    if (!url.startsWith(origin + "/") && !url.startsWith("blob:" + origin)) {
                        complaints.add("request to " + url);
                    }
                });
        context.onPage(this::listen);
        return context;
    }

    /** Whose browser runs no scripts at all. */
    BrowserContext personWithoutScripts(int width, int height) {
        return chromium.newContext(
                new com.microsoft.playwright.Browser.NewContextOptions()
                        .setViewportSize(width, height)
                        .setJavaScriptEnabled(false));
    }

    private void listen(Page page) {
        page.onConsoleMessage(
                message -> {
                    if (message.type().equals("error")) {
                        complaints.add("console: " + message.text() + " at " + message.location());
                    }
                });
        page.onPageError(error -> complaints.add("script error: " + error));
        page.onDialog(
                dialog -> {
                    complaints.add("dialog: " + dialog.message());
                    dialog.dismiss();
                });
    }

    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    public void forgetComplaints() {
        complaints.clear();
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
