package dev.meterlark.console;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.Sizes;
import com.microsoft.playwright.options.WaitForSelectorState;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * A newcomer's first minute for {@code bin/bench first-minute}: from a browser that was never here
 * to the answer of a function with its price, typed as a person types. Prints one line of JSON with
 * the seconds of each step, and the bytes that each of the pages made the browser fetch.
 */
final class FirstMinute {

    /** A practised typist's; a form of the browser's own fills in faster. */
    private static final double MILLIS_PER_KEY = 100;

    private static final int PATIENCE_MILLIS = 60_000;

    private final Page page;
    private final Queue<Request> fetched = new ConcurrentLinkedQueue<>();
    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private final Map<String, Long> bytes = new LinkedHashMap<>();

    private FirstMinute(Page page) {
        this.page = page;
        page.setDefaultTimeout(PATIENCE_MILLIS);
        page.onRequestFinished(fetched::add);
    }

    /**
     * @param arguments the console's address
     */
    public static void main(String[] arguments) {
        String origin = arguments[0];
        try (var browser = new Browser();
                BrowserContext person = browser.person(origin, 1280, 900, "light")) {
            var minute = new FirstMinute(person.newPage());
            minute.live(origin);
            if (!browser.complaints().isEmpty()) {
                throw new IllegalStateException(String.join("; ", browser.complaints()));
            }
            System.out.println(minute.told());
        }
    }

    private void live(String origin) {
        step("the first page", () -> open(origin));
        step("sign-up", this::signUp);
        step("a ready function in the editor", this::begin);
        step("made", this::make);
        step("called, answer and price", this::call);
    }

    private void step(String name, Runnable does) {
        fetched.clear();
        long begun = System.nanoTime();
        does.run();
        seconds.put(name, (System.nanoTime() - begun) / 1e9);
        page.waitForLoadState(LoadState.NETWORKIDLE);
        bytes.put(name, List.copyOf(fetched).stream().mapToLong(FirstMinute::transferred).sum());
    }

    private void open(String origin) {
        page.navigate(origin + "/");
        page.getByLabel("Account name").waitFor();
    }

    private void signUp() {
        type("Account name", "Acme");
        type("E-mail", "ada@acme.test");
        type("Password", "a long enough sentence");
        button("Make the account");
        page.getByText("Welcome, Acme").waitFor();
    }

    private void begin() {
        page.getByText("Make your first function").click();
        enhanced("#source");
    }

    private void make() {
        type("Name", "hello");
        button("Make the function");
        page.waitForURL("**/functions/hello/code*");
        enhanced("#event");
    }

    private void call() {
        button("Call");
        page.locator("#answer .facts").getByText("USD").waitFor();
    }

    private void type(String label, String text) {
        Locator field = page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
        field.pressSequentially(
                text, new Locator.PressSequentiallyOptions().setDelay(MILLIS_PER_KEY));
    }

    private void button(String name) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    private void enhanced(String editor) {
        page.locator(editor + "[data-enhanced=yes]")
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
    }

    /** As it went over the network, compressed, with its head. */
    private static long transferred(Request request) {
        Sizes sizes = request.sizes();
        return sizes.responseBodySize + sizes.responseHeadersSize;
    }

    private String told() {
        return "{\"seconds\": %s, \"bytes\": %s}".formatted(json(seconds), json(bytes));
    }

    private static String json(Map<String, ? extends Number> values) {
        return values.entrySet().stream()
                .map(
                        each ->
                                String.format(
                                        Locale.ROOT, "\"%s\": %s", each.getKey(), each.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
