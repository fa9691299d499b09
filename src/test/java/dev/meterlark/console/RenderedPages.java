package dev.meterlark.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletContext;
import org.thymeleaf.context.WebContext;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;
import org.thymeleaf.web.servlet.JakartaServletWebApplication;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The pages alone, rendered from given models and served under the console's own policy. */
final class RenderedPages implements AutoCloseable {

    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors"
                    + " 'none'";
    private static final Map<String, String> TYPES =
            Map.of("js", "text/javascript", "css", "text/css", "svg", "image/svg+xml");

    private static final SpringTemplateEngine ENGINE = engine();

    /** Where whoever looks at the pages finds axe-core; the browser then compiles it once. */
    static final String AXE = "/assets/axe.js";

    private static final Path AXE_FILE = Path.of("frontend/node_modules/axe-core/axe.min.js");

    private final Map<String, String> pages;
    private final HttpServer server;

    /**
     * @param pages models by template, which is also the path
     */
    RenderedPages(Map<String, Map<String, Object>> pages) throws IOException {
        this.pages =
                pages.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey,
                                        page -> render(page.getKey(), page.getValue())));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static SpringTemplateEngine engine() {
        var templates = new ClassLoaderTemplateResolver();
        templates.setPrefix("templates/");
        templates.setSuffix(".html");
        var engine = new SpringTemplateEngine();
        engine.setTemplateResolver(templates);
        return engine;
    }

    private static String render(String template, Map<String, Object> model) {
        var servletContext = new MockServletContext();
        var exchange =
                JakartaServletWebApplication.buildApplication(servletContext)
                        .buildExchange(
                                new MockHttpServletRequest(servletContext),
                                new MockHttpServletResponse());
        return ENGINE.process(template, new WebContext(exchange, Locale.ENGLISH, model));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String asked = exchange.getRequestURI().getPath().substring(1);
        String path = asked.equals("search") ? "search/search" : asked;
        byte[] body;
        String type;
        if (path.startsWith("assets/")) {
            body = asset(path);
            exchange.getResponseHeaders().set("Cache-Control", "max-age=600");
            type = TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "text/plain");
        } else if (path.endsWith("/stream")) {
            body = new byte[0];
            type = "text/event-stream";
        } else if (pages.containsKey(path)) {
            body = pages.get(path).getBytes(StandardCharsets.UTF_8);
            type = "text/html;charset=utf-8";
        } else {
            body = new byte[0];
            type = "text/plain";
        }
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
        exchange.sendResponseHeaders(
                status(exchange.getRequestMethod(), path), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Nobody is signed in here. */
    private static int status(String method, String path) {
        return switch (method + " " + path) {
            case "GET session" -> 401;
            case "POST refused" -> 409;
            default -> 200;
        };
    }

    private static byte[] asset(String path) {
        if (AXE.equals("/" + path)) {
            return axe();
        }
        try (InputStream in = RenderedPages.class.getResourceAsStream("/" + path)) {
            return in == null ? new byte[0] : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] axe() {
        try {
            return Files.readAllBytes(AXE_FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
