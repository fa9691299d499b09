package dev.meterlark.story;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** The REST API as one account's program uses it. */
public final class Api {

    /** An answer with its body as text. */
    public record Answer(int status, String body, HttpResponse<byte[]> raw) {

        public JsonNode json() {
            return JSON.readTree(body);
        }

        /** The stable code of a problem. */
        public String code() {
            return json().path("code").asString();
        }

        public String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }
    }

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI address;
    private final String token;

    private Api(URI address, String token) {
        this.address = address;
        this.token = token;
    }

    /** Signs a new account up and uses its key. */
    public static Api signUp(PlatformProcess platform, String name) {
        var anonymous = new Api(platform.address(), "");
        Answer made =
                anonymous.post(
                        "/accounts",
                        """
                        {"name": "%s", "email": "%s@example.org", "password": "a walk through the clouds"}
                        """
                                .formatted(name, name));
        if (made.status() != 201) {
            throw new IllegalStateException(made.body());
        }
        return new Api(platform.address(), made.json().at("/apiKey/token").asString());
    }

    /** As an account that is there already. */
    public static Api with(PlatformProcess platform, String token) {
        return new Api(platform.address(), token);
    }

    public String token() {
        return token;
    }

    public Answer get(String path) {
        return send(path, HttpRequest.Builder::GET);
    }

    public Answer delete(String path) {
        return send(path, HttpRequest.Builder::DELETE);
    }

    public Answer post(String path, String json) {
        return post(path, json.getBytes(StandardCharsets.UTF_8), "application/json");
    }

    public Answer post(String path, byte[] body, String type) {
        return send(path, r -> r.header("Content-Type", type).POST(bytes(body)));
    }

    public Answer patch(String path, String json) {
        return send(
                path,
                r ->
                        r.header("Content-Type", "application/json")
                                .method("PATCH", bytes(json.getBytes(StandardCharsets.UTF_8))));
    }

    public Answer putJson(String path, String json) {
        return put(path, json.getBytes(StandardCharsets.UTF_8), "application/json");
    }

    public Answer put(String path, byte[] body, String type) {
        return send(path, r -> r.header("Content-Type", type).PUT(bytes(body)));
    }

    /** Makes a function of one source file. */
    public void deploy(String name, String runtime, String handler, String source) {
        deploy(name, runtime, handler, 128, 5, source);
    }

    public void deploy(
            String name, String runtime, String handler, int memoryMb, int timeout, String source) {
        Answer made =
                post(
                        "/functions",
                        JSON.writeValueAsString(
                                JSON.createObjectNode()
                                        .put("name", name)
                                        .put("runtime", runtime)
                                        .put("handler", handler)
                                        .put("memoryMb", memoryMb)
                                        .put("timeout", timeout)
                                        .set(
                                                "code",
                                                JSON.createObjectNode().put("source", source))));
        if (made.status() != 201) {
            throw new IllegalStateException(made.body());
        }
    }

    public Answer invoke(String function, String event) {
        return post("/functions/" + function + "/invocations", event);
    }

    /**
     * @param qualifier a version or an alias
     */
    public Answer invoke(String function, String qualifier, String event) {
        return post("/functions/%s/invocations?qualifier=%s".formatted(function, qualifier), event);
    }

    /**
     * Asks for a call to be run later: 202 when it was accepted.
     *
     * @param headers beside {@code Prefer}, names and values in turn
     */
    public Answer invokeLater(String function, String event, String... headers) {
        return send(
                "/functions/" + function + "/invocations",
                r -> {
                    r.header("Content-Type", "application/json")
                            .header("Prefer", "respond-async")
                            .POST(bytes(event.getBytes(StandardCharsets.UTF_8)));
                    if (headers.length > 0) {
                        r.headers(headers);
                    }
                });
    }

    private Answer send(String path, Consumer<HttpRequest.Builder> method) {
        var request = HttpRequest.newBuilder(address.resolve("/api/v1" + path));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        method.accept(request);
        try {
            var answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(
                    answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8), answer);
        } catch (IOException e) {
            throw new IllegalStateException("no answer from " + address + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static HttpRequest.BodyPublisher bytes(byte[] body) {
        return HttpRequest.BodyPublishers.ofByteArray(body);
    }
}
