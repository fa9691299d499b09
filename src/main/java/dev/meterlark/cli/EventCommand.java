package dev.meterlark.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpRequest.BodyPublishers;

/** Events that are saved to call functions with: the verbs are its subcommands. */
@Command(
        name = "event",
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Lists, saves and deletes events to call a function with; lark invoke --saved"
                        + " does.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lark event list hello",
            "  lark event save hello order --event @order.json",
            "  lark invoke hello --saved order",
            "  lark event delete hello order",
            "",
            "Each takes --json."
        })
final class EventCommand {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli looks at it
    private boolean help;

    private EventCommand() {}

    static CommandLine commandLine(Surroundings around) {
        return new CommandLine(new EventCommand())
                .addSubcommand(new Listing(around))
                .addSubcommand(new Save(around))
                .addSubcommand(new Delete(around));
    }

    static String path(String function, String event) {
        return Ask.function(function) + "/events/" + Ask.encoded(event).replace("+", "%20");
    }

    @Command(
            name = "list",
            description = "Lists the saved events of a function.",
            footer = {"  lark event list hello"})
    static final class Listing extends Verb {

        @Parameters(paramLabel = "FUNCTION", description = "The function.")
        private String function = "";

        Listing(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            try (Api api = api()) {
                var items = api.all(Ask.function(function) + "/events");
                if (printing.json()) {
                    printing.json(Api.items(items));
                    return Exit.OK;
                }
                if (items.isEmpty()) {
                    printing.notice("There are none yet: lark event save makes one.");
                    return Exit.OK;
                }
                Table table = new Table("NAME", "TYPE", ">BYTES", "SAVED");
                items.forEach(item -> row(table, item));
                table.lines().forEach(printing::say);
            }
            return Exit.OK;
        }

        private static void row(Table table, JsonNode event) {
            table.row(
                    Json.text(event, "name", "?"),
                    Json.text(event, "contentType", "?"),
                    Json.text(event, "bytes", "?"),
                    Json.text(event, "savedAt", "?"));
        }
    }

    /** In the place of one of the same name. */
    @Command(
            name = "save",
            description = "Saves an event by a name, in the place of one of the same name.",
            footer = {
                "  lark event save hello order --event @order.json",
                "  lark event save shout greeting --event 'good morning' --type text/plain"
            })
    static final class Save extends Verb {

        @Parameters(index = "0", paramLabel = "FUNCTION", description = "The function.")
        private String function = "";

        @Parameters(index = "1", paramLabel = "NAME", description = "What it is called.")
        private String name = "";

        @Option(
                names = {"-e", "--event"},
                paramLabel = "EVENT",
                required = true,
                description = "The event: JSON, @FILE, or - for standard input.")
        private String event = "{}";

        @Option(
                names = "--type",
                paramLabel = "MEDIA-TYPE",
                defaultValue = "application/json",
                description = "What the event is, when it is not JSON: text/plain, …")
        private String type = "application/json";

        Save(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            EventBytes bytes = EventBytes.of(event, type, around());
            JsonNode saved;
            try (Api api = api()) {
                saved =
                        api.send(
                                        Ask.put(
                                                path(function, name),
                                                bytes.type(),
                                                () -> BodyPublishers.ofByteArray(bytes.content())))
                                .json();
            }
            if (printing.json()) {
                printing.json(saved);
            } else {
                printing.notice(
                        Shown.line(
                                "Saved %s · lark invoke %s --saved %s"
                                        .formatted(name, function, name)));
            }
            return Exit.OK;
        }
    }

    @Command(
            name = "delete",
            description = "Deletes a saved event.",
            footer = {"  lark event delete hello order"})
    static final class Delete extends Verb {

        @Parameters(index = "0", paramLabel = "FUNCTION", description = "The function.")
        private String function = "";

        @Parameters(index = "1", paramLabel = "NAME", description = "The event.")
        private String name = "";

        Delete(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            try (Api api = api()) {
                api.send(Ask.delete(path(function, name)));
            }
            printing.notice(Shown.line("Deleted %s.".formatted(name)));
            return Exit.OK;
        }
    }
}
