package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpHeaders;
import java.util.Locale;

/** What the platform answered. */
record Reply(int status, HttpHeaders headers, byte[] body) {

    boolean succeeded() {
        return status >= 200 && status < 300;
    }

    String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** Whether the body is of this media type, whatever its parameters. */
    boolean is(String mediaType) {
        return header("Content-Type")
                .toLowerCase(Locale.ROOT)
                .split(";")[0]
                .strip()
                .equals(mediaType);
    }

    JsonNode json() {
        return Json.read(body)
                .orElseThrow(
                        () ->
                                new Failure(
                                        Exit.UNREACHABLE,
                                        "lark.not-meterlark",
                                        "what answers does not speak Meterlark's API: HTTP %d, %s"
                                                .formatted(status, header("Content-Type")),
                                        "Check the address: lark login --url, or METERLARK_URL."));
    }

    /** What it says against us, as a failure. */
    Failure failure() {
        if (!is("application/problem+json")) {
            return withoutProblem();
        }
        JsonNode problem = json();
        String code = Json.text(problem, "code", "http." + status);
        return new Failure(
                exit(Json.text(problem, "fault", "")),
                code,
                Json.text(problem, "detail", Json.text(problem, "title", "HTTP " + status)),
                advice(code));
    }

    private Failure withoutProblem() {
        if (status >= 300 && status < 400) {
            return new Failure(
                    Exit.UNREACHABLE,
                    "lark.redirected",
                    "the address answers with a redirection to " + header("Location"),
                    "A key is not sent on to another address: log in with the right one.");
        }
        Exit exit = status < 500 && status != 404 ? Exit.CALLER : Exit.UNREACHABLE;
        return new Failure(
                exit,
                "http." + status,
                "the answer is HTTP %d without a reason".formatted(status),
                "Check that the address is Meterlark's, and what stands in between.");
    }

    private Exit exit(String fault) {
        return switch (fault) {
            case "caller" -> Exit.CALLER;
            case "function" -> Exit.FUNCTION;
            case "platform" -> Exit.PLATFORM;
            default -> status < 500 ? Exit.CALLER : Exit.PLATFORM;
        };
    }

    private static @Nullable String advice(String code) {
        return switch (code) {
            case "auth.unauthenticated" ->
                    "Run: lark login, with a key from the console's page API keys.";
            case "auth.forbidden" ->
                    "The key's scopes are chosen when it is made; make one that may.";
            case "function.without-code" -> "Upload it: lark deploy FOLDER --name NAME";
            case "runtime.unavailable" -> "lark runtimes shows which there are.";
            case "request.host-unknown" -> "Use the address that bin/up printed.";
            default -> null;
        };
    }
}
