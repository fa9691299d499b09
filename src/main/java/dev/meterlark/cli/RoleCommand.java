package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;

@Command(
        name = "role",
        description = {
            "Shows what a function may do with the platform, or changes it as a whole.",
            "",
            "A function may do nothing from the start, and is never given more than you have."
        },
        footer = {
            "  lark role hello",
            "  lark role hello --allow functions:invoke --on greet",
            "  lark role hello --allow functions:invoke,account:read --on '*'",
            "  lark role hello --none"
        })
final class RoleCommand extends Verb {

    @Parameters(paramLabel = "NAME", description = "The function.")
    private String name = "";

    @Option(
            names = "--allow",
            paramLabel = "PERMISSION",
            split = ",",
            description = "What it may do, such as functions:invoke; may be given again.")
    private @Nullable List<String> allow;

    @Option(
            names = "--on",
            paramLabel = "FUNCTION",
            split = ",",
            description = "Which functions that is about, or * for all; may be given again.")
    private @Nullable List<String> on;

    @Option(names = "--none", description = "Take all of it back.")
    private boolean none;

    RoleCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        List<String> wanted = allow;
        if (none ? wanted != null || on != null : wanted == null && on != null) {
            throw Failure.usage(
                    "--none stands alone, and --on goes with --allow",
                    "lark role --help shows how it is used.");
        }
        String path = Ask.function(name) + "/role";
        JsonNode role;
        try (Api api = api()) {
            if (none) {
                api.send(Ask.delete(path));
            } else if (wanted != null) {
                byte[] body = Json.bytes(body(wanted));
                api.send(Ask.put(path, "application/json", () -> BodyPublishers.ofByteArray(body)));
            }
            role = api.get(path);
        }
        if (printing.json()) {
            printing.json(role);
        } else {
            show(role, printing);
        }
        return Exit.OK;
    }

    private ObjectNode body(List<String> permissions) {
        ObjectNode body = Json.object();
        ArrayNode granted = body.putArray("permissions");
        permissions.forEach(granted::add);
        if (on != null) {
            ArrayNode functions = body.putArray("functions");
            on.forEach(functions::add);
        }
        return body;
    }

    private void show(JsonNode role, Printing printing) {
        String permissions = words(role.path("permissions"));
        if (permissions.isEmpty()) {
            printing.say("%s may do nothing with the platform.".formatted(name));
            return;
        }
        String functions = words(role.path("functions"));
        printing.say("%s may: %s".formatted(name, permissions));
        printing.say("functions: " + (functions.isEmpty() ? "none" : functions));
    }

    private static String words(JsonNode list) {
        return String.join(", ", list.valueStream().map(JsonNode::asString).toList());
    }
}
