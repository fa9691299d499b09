package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "dead-letters",
        description =
                "Lists the asynchronous calls that were given up on, newest first: of a function,"
                        + " or of all.",
        footer = {
            "  lark dead-letters hello",
            "  lark dead-letters hello --reason age-exceeded -n 100",
            "  lark dead-letters --id 0199aaaa-0000-7000-8000-000000000001 --json",
            "  lark dead-letters --delete 0199aaaa-0000-7000-8000-000000000001",
            "  lark dead-letters hello --reason age-exceeded --delete-all"
        })
final class DeadLettersCommand extends Verb {

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "The function; without it those of all, also of functions that are gone.")
    private @Nullable String name;

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            description = "retries-exhausted, age-exceeded, function-gone or refused.")
    private @Nullable String reason;

    @Option(
            names = "--error-type",
            paramLabel = "TYPE",
            description = "Only where the function said so.")
    private @Nullable String errorType;

    @Option(names = "--from", paramLabel = "TIME", description = "As 2026-11-25T21:00:00Z.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "The end, which does not count.")
    private @Nullable String to;

    @Mixin private final PageOptions stretch = new PageOptions();

    @Option(names = "--id", paramLabel = "ID", description = "Show this one, with its event.")
    private @Nullable String id;

    @Option(names = "--delete", paramLabel = "ID", description = "Delete this one.")
    private @Nullable String delete;

    @Option(
            names = "--delete-all",
            description = "Says how many there are of these; with --yes deletes them.")
    private boolean all;

    @Option(names = "--yes", description = "With --delete-all: delete them.")
    private boolean yes;

    DeadLettersCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        String list = path();
        try (Api api = api()) {
            if (all) {
                clear(api, printing);
            } else if (delete != null) {
                api.send(Ask.delete("/dead-letters/" + Ask.encoded(delete)));
                printing.notice("Deleted %s.".formatted(delete));
            } else if (id != null) {
                one(api.get("/dead-letters/" + Ask.encoded(id)), printing);
            } else {
                list(api.get(list), printing);
            }
        }
        return Exit.OK;
    }

    private void clear(Api api, Printing printing) {
        String letters = (name == null ? "" : Ask.function(name)) + "/dead-letters";
        String which = filter(new Query()).text();
        JsonNode count = api.get(letters + "/count" + (which.isEmpty() ? "" : "?" + which));
        long found = count.path("letters").asLong();
        if (!yes) {
            throw Failure.usage(
                    "%d dead letters would be deleted, with %s of events"
                            .formatted(found, Size.of(count.path("eventBytes").asLong())),
                    "Say --yes as well to delete them for good.");
        }
        ObjectNode wish = Json.object();
        put(wish, "reason", reason);
        put(wish, "errorType", errorType);
        put(wish, "from", from);
        put(wish, "to", Json.text(count, "to", ""));
        long deleted = 0;
        JsonNode cleared;
        do {
            cleared = api.send(Ask.post(letters + "/delete", wish)).json();
            deleted += cleared.path("deleted").asLong();
        } while (cleared.path("left").asLong() > 0 && cleared.path("deleted").asLong() > 0);
        if (printing.json()) {
            printing.json(Json.object().put("deleted", deleted));
        } else {
            printing.say("Deleted %d.".formatted(deleted));
        }
    }

    private static void put(ObjectNode wish, String member, @Nullable String value) {
        if (value != null) {
            wish.put(member, value);
        }
    }

    private Query filter(Query query) {
        return query.with("reason", reason)
                .with("errorType", errorType)
                .with("from", from)
                .with("to", to);
    }

    private String path() {
        Query query = filter(stretch.query("lark dead-letters NAME"));
        return (name == null ? "" : Ask.function(name)) + "/dead-letters?" + query.text();
    }

    private static void one(JsonNode letter, Printing printing) {
        if (printing.json()) {
            printing.json(letter);
            return;
        }
        printing.notice(
                "%s of %s: %s"
                        .formatted(
                                Shown.line(Json.text(letter, "reason", "?")),
                                Shown.line(Json.text(letter, "function", "?")),
                                Shown.line(Json.text(letter, "errorMessage", ""))));
        JsonNode event = letter.path("event");
        printing.say(Shown.lines(event.isString() ? event.asString() : Json.line(event)));
    }

    private static void list(JsonNode page, Printing printing) {
        if (printing.json()) {
            printing.json(page);
            return;
        }
        if (page.path("items").isEmpty()) {
            printing.notice("There are none.");
            return;
        }
        Table table = new Table("ID", "FUNCTION", "ENDED", "REASON", ">TRIES", "ERROR", "REPLAYED");
        page.path("items").forEach(item -> row(table, item));
        table.lines().forEach(printing::say);
        PageOptions.tellOfMore(printing, page, "Older ones");
    }

    private static void row(Table table, JsonNode item) {
        table.row(
                Json.text(item, "id", "?"),
                Json.text(item, "function", "?"),
                Json.text(item, "endedAt", "?").replaceFirst("[.][0-9]+Z$", "Z"),
                Json.text(item, "reason", "?"),
                Json.text(item, "attempts", "0"),
                Json.text(item, "errorType", Json.text(item, "errorMessage", "")),
                item.has("replayedAs") ? "yes" : "no");
    }
}
