package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * One request of ours.
 *
 * @param path below {@code /api/v1}, with its query
 * @param key makes a POST run once however often it is sent; null on other methods
 * @param body made anew for each time that it is sent
 * @param patience how long its answer may take
 * @param headers beside those that every request has
 */
record Ask(
        String method,
        String path,
        @Nullable String key,
        @Nullable String contentType,
        Supplier<BodyPublisher> body,
        Duration patience,
        Map<String, String> headers) {

    static final Duration SOON = Duration.ofSeconds(30);

    /** The longest call, and what it may wait for its turn. */
    static final Duration AS_LONG_AS_A_CALL = Duration.ofMinutes(17);

    static final Duration AS_LONG_AS_AN_UPLOAD = Duration.ofMinutes(15);

    private static final Map<String, String> NONE = Map.of();
    private static final String JSON = "application/json";
    private static final Pattern NAME = Pattern.compile("[0-9A-Za-z_-]{1,140}");
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F-]{36}");
    private static final Pattern QUALIFIER = Pattern.compile("\\$LATEST|[0-9A-Za-z_-]{1,128}");
    private static final SecureRandom RANDOM = new SecureRandom();

    static Ask get(String path) {
        return new Ask("GET", path, null, null, BodyPublishers::noBody, SOON, NONE);
    }

    static Ask delete(String path) {
        return new Ask("DELETE", path, null, null, BodyPublishers::noBody, SOON, NONE);
    }

    static Ask patch(String path, JsonNode body) {
        byte[] bytes = Json.bytes(body);
        return new Ask(
                "PATCH", path, null, JSON, () -> BodyPublishers.ofByteArray(bytes), SOON, NONE);
    }

    static Ask post(String path, JsonNode body) {
        return post(path, JSON, Json.bytes(body), SOON);
    }

    static Ask post(String path, String contentType, byte[] body, Duration patience) {
        return new Ask(
                "POST",
                path,
                newKey(),
                contentType,
                () -> BodyPublishers.ofByteArray(body),
                patience,
                NONE);
    }

    static Ask put(String path, JsonNode body) {
        byte[] bytes = Json.bytes(body);
        return new Ask(
                "PUT", path, null, JSON, () -> BodyPublishers.ofByteArray(bytes), SOON, NONE);
    }

    static Ask put(String path, String contentType, Supplier<BodyPublisher> body) {
        return new Ask("PUT", path, null, contentType, body, AS_LONG_AS_AN_UPLOAD, NONE);
    }

    Ask with(Map<String, String> more) {
        return new Ask(method, path, key, contentType, body, patience, Map.copyOf(more));
    }

    /** Of a call, as `lark invoke --async` says it. */
    static String call(String id) {
        if (!ID.matcher(id).matches()) {
            throw Failure.usage(
                    "a call's id is 36 characters of digits, a to f and -, was: " + id,
                    "lark invoke NAME --async prints one.");
        }
        return "/invocations/" + id;
    }

    /** Whether sending it twice does what sending it once does. */
    boolean repeatable() {
        return method.equals("GET") || method.equals("PUT") || key != null;
    }

    static String function(String name) {
        if (!NAME.matcher(name).matches()) {
            throw Failure.usage(
                    "a function's name holds letters, digits, - and _, was: " + name,
                    "lark functions shows the names there are.");
        }
        return "/functions/" + name;
    }

    static String pipeline(String name) {
        if (!NAME.matcher(name).matches()) {
            throw Failure.usage(
                    "a pipeline's name holds letters, digits and -, was: " + name,
                    "lark pipeline shows the names there are.");
        }
        return "/pipelines/" + name;
    }

    static String version(String name, String version) {
        return function(name) + "/versions/" + qualifier(version);
    }

    static String alias(String name, String alias) {
        return function(name) + "/aliases/" + qualifier(alias);
    }

    /** A version's number, {@code $LATEST}, or an alias. */
    static String qualifier(String text) {
        if (!QUALIFIER.matcher(text).matches()) {
            throw Failure.usage(
                    "a version is a number, and an alias holds letters, digits, - and _, was: "
                            + text,
                    "lark versions NAME and lark alias NAME show what there is.");
        }
        return encoded(text);
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static String newKey() {
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        return "lark-" + HexFormat.of().formatHex(random);
    }
}
