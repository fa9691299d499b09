package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.net.http.HttpRequest.BodyPublishers;

@Command(
        name = "async",
        description = {
            "Shows what becomes of the asynchronous calls of a function or pipeline, or changes it;"
                    + " what is not given stays.",
            "",
            "DESTINATION is a web address, function:NAME or function:NAME:VERSION-OR-ALIAS,"
                    + " queue:NAME, topic:NAME, bucket:NAME:PREFIX, kafka:CONNECTION:TOPIC or"
                    + " kafka:CONNECTION:TOPIC:KEY, or none."
        },
        footer = {
            "  lark async hello",
            "  lark async hello --retries 3 --max-age 3600",
            "  lark async hello --on-failure https://hooks.example.com/dead",
            "  lark async hello --on-success function:audit --on-failure none",
            "  lark async hello --new-secret",
            "  lark async --pipeline orders --retries 0",
            "  lark async list hello",
            "  lark async show 0199aaaa-0000-7000-8000-000000000001"
        })
final class AsyncCommand extends Verb {

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The function, or pipeline.")
    private @Nullable String name;

    @Option(names = "--pipeline", description = "NAME is a pipeline.")
    private boolean pipeline;

    @Option(
            names = "--retries",
            paramLabel = "COUNT",
            description = "Runs after the first, when the function itself failed: 0 to 5.")
    private @Nullable Integer retries;

    @Option(
            names = "--max-age",
            paramLabel = "SECONDS",
            description = "No run begins later after the call was accepted: 60 to 21600.")
    private @Nullable Long maxAge;

    @Option(
            names = "--keep-result",
            paramLabel = "SECONDS",
            description = "How long a result can be asked for: 0 to 604800.")
    private @Nullable Long keepResult;

    @Option(
            names = "--on-success",
            paramLabel = "DESTINATION",
            description = "Who is told of calls that succeeded.")
    private @Nullable String onSuccess;

    @Option(
            names = "--on-failure",
            paramLabel = "DESTINATION",
            description = "Who is told of calls that were given up on.")
    private @Nullable String onFailure;

    @Option(names = "--reset", description = "Back to what is usual.")
    private boolean reset;

    @Option(
            names = "--new-secret",
            description =
                    "Make a new secret that its webhooks are signed with, and show it once; the one"
                            + " before signs as well for a day.")
    private boolean newSecret;

    /** With what is done to single calls, which {@code lark call} and {@code replay} do too. */
    static CommandLine commandLine(Surroundings around) {
        return new CommandLine(new AsyncCommand(around))
                .addSubcommand(new AsyncListCommand(around))
                .addSubcommand("show", new CallCommand.Status(around))
                .addSubcommand("cancel", new CallCommand.Cancel(around))
                .addSubcommand("replay", new ReplayCommand(around));
    }

    AsyncCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        if (name == null) {
            throw Failure.usage(
                    "which function's asynchronous calls?", "lark async NAME, or lark async list.");
        }
        String path = (pipeline ? Ask.pipeline(name) : Ask.function(name)) + "/async";
        ObjectNode destinations = destinations();
        try (Api api = api()) {
            if (newSecret) {
                return secret(api, path, printing);
            }
            if (reset) {
                api.send(Ask.delete(path));
            }
            JsonNode now = api.get(path);
            if (changes()) {
                byte[] wanted = Json.bytes(wanted(now, destinations));
                now =
                        api.send(
                                        Ask.put(
                                                path,
                                                "application/json",
                                                () -> BodyPublishers.ofByteArray(wanted)))
                                .json();
            }
            show(now, printing);
        }
        return Exit.OK;
    }

    private boolean changes() {
        return retries != null
                || maxAge != null
                || keepResult != null
                || onSuccess != null
                || onFailure != null;
    }

    private ObjectNode destinations() {
        ObjectNode destinations = Json.object();
        if (onSuccess != null) {
            destinations.set("onSuccess", DestinationText.parse(onSuccess));
        }
        if (onFailure != null) {
            destinations.set("onFailure", DestinationText.parse(onFailure));
        }
        return destinations;
    }

    private ObjectNode wanted(JsonNode now, ObjectNode destinations) {
        ObjectNode wanted = Json.object();
        wanted.put("maxRetries", retries != null ? retries : now.path("maxRetries").asInt());
        wanted.put("maxAge", maxAge != null ? maxAge : now.path("maxAge").asLong());
        wanted.put(
                "resultKeptFor",
                keepResult != null ? keepResult : now.path("resultKeptFor").asLong());
        wanted.set("onSuccess", now.path("onSuccess"));
        wanted.set("onFailure", now.path("onFailure"));
        wanted.setAll(destinations);
        return wanted;
    }

    private Exit secret(Api api, String path, Printing printing) {
        JsonNode made = api.send(Ask.post(path + "/webhook-secret", Json.object())).json();
        if (printing.json()) {
            printing.json(made);
        } else {
            printing.say(Shown.line(Json.text(made, "secret", "?")));
            printing.notice("It is shown this once: give it to the receiver.");
        }
        return Exit.OK;
    }

    private static void show(JsonNode now, Printing printing) {
        if (printing.json()) {
            printing.json(now);
            return;
        }
        Table table = new Table("SETTING", "VALUE");
        table.row("retries", Json.text(now, "maxRetries", "?"));
        table.row("max age", Json.text(now, "maxAge", "?") + " s");
        table.row("result kept", Json.text(now, "resultKeptFor", "?") + " s");
        table.row("on success", DestinationText.of(now.path("onSuccess")));
        table.row("on failure", DestinationText.of(now.path("onFailure")));
        table.lines().forEach(printing::say);
    }
}
