package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;

@Command(
        name = "replay",
        description = {
            "Runs a call again that was given up on; or with --all those of a function, oldest"
                    + " first, and waits until they are on their way.",
            "",
            "What was replayed before is not run twice."
        },
        footer = {
            "  lark replay 0199aaaa-0000-7000-8000-000000000001",
            "  lark replay --all hello",
            "  lark replay --all hello --error-type TimeoutError --limit 100"
        })
final class ReplayCommand extends Verb {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);

    @Parameters(arity = "0..1", paramLabel = "ID", description = "The call that was given up on.")
    private @Nullable String id;

    @Option(names = "--all", paramLabel = "NAME", description = "The function.")
    private @Nullable String name;

    @Option(names = "--reason", paramLabel = "REASON", description = "Only these.")
    private @Nullable String reason;

    @Option(names = "--error-type", paramLabel = "TYPE", description = "Only these.")
    private @Nullable String errorType;

    @Option(names = "--from", paramLabel = "TIME", description = "As 2026-11-25T21:00:00Z.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "The end, which does not count.")
    private @Nullable String to;

    @Option(names = "--limit", paramLabel = "COUNT", description = "How many at most.")
    private @Nullable Integer limit;

    ReplayCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        if ((id == null) == (name == null)) {
            throw Failure.usage(
                    "say either the id of a call or --all and a function",
                    "lark dead-letters NAME shows the ids.");
        }
        try (Api api = api()) {
            if (id != null) {
                one(api, id, printing);
            } else if (name != null) {
                many(api, name, printing);
            }
        }
        return Exit.OK;
    }

    private static void one(Api api, String id, Printing printing) {
        String path = "/invocations/" + Ask.encoded(id) + "/replay";
        JsonNode accepted = api.send(Ask.post(path, Json.object())).json();
        if (printing.json()) {
            printing.json(accepted);
        } else {
            printing.say(Shown.line(Json.text(accepted, "id", "?")));
        }
    }

    private void many(Api api, String function, Printing printing) {
        JsonNode replay =
                api.send(Ask.post(Ask.function(function) + "/dead-letters/replay", which())).json();
        String path = "/replays/" + Ask.encoded(Json.text(replay, "id", ""));
        while (!Json.text(replay, "status", "").equals("done")) {
            api.rest(BETWEEN_LOOKS);
            JsonNode now = api.get(path);
            tell(replay, now, printing);
            replay = now;
        }
        if (printing.json()) {
            printing.json(replay);
        } else {
            printing.say(
                    "Replayed %s of %s; %s cannot be run again."
                            .formatted(
                                    Json.text(replay, "replayed", "?"),
                                    Json.text(replay, "letters", "?"),
                                    Json.text(replay, "refused", "?")));
        }
    }

    private static void tell(JsonNode before, JsonNode now, Printing printing) {
        String trouble = Json.text(now, "trouble", "");
        if (!trouble.isEmpty() && !trouble.equals(Json.text(before, "trouble", ""))) {
            printing.notice("It waits: " + Shown.line(trouble));
        }
    }

    private ObjectNode which() {
        ObjectNode which = Json.object();
        put(which, "reason", reason);
        put(which, "errorType", errorType);
        put(which, "from", from);
        put(which, "to", to);
        if (limit != null) {
            which.put("limit", limit);
        }
        return which;
    }

    private static void put(ObjectNode which, String member, @Nullable String value) {
        if (value != null) {
            which.put(member, value);
        }
    }
}
