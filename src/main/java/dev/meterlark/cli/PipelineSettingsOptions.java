package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;

/** What a pipeline may be told beside its stages. */
final class PipelineSettingsOptions {

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long one run may last, over all stages.")
    private @Nullable Integer timeout;

    @Option(names = "--description", paramLabel = "TEXT", description = "One line about it.")
    private @Nullable String description;

    ObjectNode into(ObjectNode body) {
        if (timeout != null) {
            body.put("timeout", timeout);
        }
        if (description != null) {
            body.put("description", description);
        }
        return body;
    }

    /** Stages as text, or, where text cannot say them, the list as JSON. */
    static void stages(String text, ObjectNode body) {
        String stripped = text.strip();
        if (stripped.startsWith("[")) {
            body.set(
                    "stages",
                    Json.read(stripped.getBytes(StandardCharsets.UTF_8))
                            .orElseThrow(
                                    () ->
                                            Failure.usage(
                                                    "the stages begin like a list in JSON and are"
                                                            + " none",
                                                    "As in '[{\"function\": \"parse\"}]', or"
                                                            + " 'parse|store'.")));
        } else {
            body.put("definition", stripped);
        }
    }
}
