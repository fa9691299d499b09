package dev.meterlark;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One browser or program in front of the server under test: sends requests, keeps cookies. */
public final class Asked {

    private final int port;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Map<String, String> cookies = new TreeMap<>();

    public Asked(int port) {
        this.port = port;
    }

    public HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    public HttpResponse<String> post(String path, String body, String... headers) {
        return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** With a key and, when there is one, a JSON body. */
    public HttpResponse<String> ask(String method, String path, String key, String body) {
        HttpRequest.Builder request = request(path, "Authorization", "Bearer " + key);
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return send(request.method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    public HttpResponse<String> postJson(String path, String key, String body, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Content-Type", "application/json", "Authorization", "Bearer " + key));
        return post(path, body, all.toArray(String[]::new));
    }

    public HttpResponse<String> submit(String path, String fields, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Content-Type", "application/x-www-form-urlencoded"));
        return post(path, fields, all.toArray(String[]::new));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        if (!cookies.isEmpty()) {
            List<String> pairs = new ArrayList<>();
            cookies.forEach((name, value) -> pairs.add(name + "=" + value));
            request.header("Cookie", String.join("; ", pairs));
        }
        try {
            HttpResponse<String> response =
                    CLIENT.send(
                            request.timeout(Duration.ofSeconds(30)).build(),
                            HttpResponse.BodyHandlers.ofString());
            response.headers().allValues("Set-Cookie").forEach(this::keep);
            return response;
        } catch (IOException e) {
            throw new IllegalStateException("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    public HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request;
    }

    /** Goes where an answer leads, wherever that is, as far as the next answer. */
    public HttpResponse<String> follow(String address) {
        return send(HttpRequest.newBuilder(URI.create(address)).GET());
    }

    /** Signs in through the page's form, as a browser does. */
    public void signIn(String email, String password) {
        HttpResponse<String> answer =
                submit(
                        "/sign-in",
                        "email=%s&password=%s&_csrf=%s"
                                .formatted(
                                        encoded(email), encoded(password), formToken("/sign-in")));
        if (!header(answer, "Location").equals("/")) {
            throw new AssertionError("not signed in: " + answer.statusCode());
        }
    }

    /** The token that a form of the page holds. */
    public String formToken(String path) {
        Matcher field =
                Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"")
                        .matcher(get(path, "Accept", "text/html").body());
        if (!field.find()) {
            throw new AssertionError("no form on " + path);
        }
        return field.group(1);
    }

    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    public Map<String, String> cookies() {
        return cookies;
    }

    public static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    public static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private void keep(String setCookie) {
        String[] pair = setCookie.split(";", 2)[0].split("=", 2);
        cookies.put(pair[0], pair.length == 1 ? "" : pair[1]);
    }
}
