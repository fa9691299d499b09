package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Locale;

/**
 * Where a command writes: its answer to standard output, everything else to standard error. With
 * {@code --json} standard output holds JSON and nothing else.
 */
final class Printing {

    private final Surroundings around;
    private final boolean json;

    Printing(Surroundings around, boolean json) {
        this.around = around;
        this.json = json;
    }

    boolean json() {
        return json;
    }

    /** Our own words, or what went through {@link Shown}. */
    void say(String text) {
        around.out().println(text);
    }

    void json(JsonNode node) {
        around.out().println(Json.line(node));
    }

    /** For people only. */
    void notice(String text) {
        if (!json) {
            around.err().println(text);
        }
    }

    void failure(Failure failure) {
        around.out().flush();
        around.err().println("lark: " + Shown.lines(failure.message()));
        String advice = failure.advice();
        if (advice != null) {
            around.err().println("  " + Shown.line(advice));
        }
        around.err().println("  (" + Shown.line(failure.code()) + ")");
        if (json) {
            json(asJson(failure, advice));
        }
    }

    private static ObjectNode asJson(Failure failure, @Nullable String advice) {
        ObjectNode document = Json.object();
        ObjectNode error = document.putObject("error");
        error.put("code", failure.code());
        error.put("fault", failure.exit().name().toLowerCase(Locale.ROOT));
        error.put("message", failure.message());
        if (advice != null) {
            error.put("advice", advice);
        }
        error.put("exitCode", failure.exit().code());
        return document;
    }
}
