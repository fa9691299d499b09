package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

@Command(
        name = "logs",
        description = {
            "Shows what a function's calls printed, oldest first: the time when the call ended, the"
                    + " end of its id, the line. Without a name, those of all functions, with the"
                    + " function's name.",
            "",
            "With --text, --level, --version, --call, --since or --until it finds lines instead.",
            "",
            "With --json each call, or each piece of a live log, is an object on a line of its own."
        },
        footer = {
            "  lark logs hello",
            "  lark logs hello -n 100",
            "  lark logs hello -f",
            "  lark logs -f",
            "  lark logs hello --level error --since 2026-11-24",
            "  lark logs hello --text 'order 17' --json"
        })
final class LogsCommand extends Verb {

    private static final int MOST = 1_000;
    private static final int PAGE = 100;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            description = "The function; all of them together when it is left out.")
    private @Nullable String name;

    @Option(
            names = {"-f", "--follow"},
            description = "Show what is printed from now on, until interrupted.")
    private boolean follow;

    @Option(
            names = {"-n", "--calls"},
            paramLabel = "CALLS",
            description =
                    "Show the last CALLS calls that printed something (20; 0 with -f), or so many"
                            + " lines that are found (100).")
    private @Nullable Integer calls;

    @Mixin private final SearchOptions search = new SearchOptions();

    LogsCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        int usual = search.given() ? PAGE : follow ? 0 : 20;
        int wanted = calls != null ? calls : usual;
        if (wanted < 0 || wanted > MOST) {
            throw Failure.usage(
                    "-n must be 0 to %d, was: %d".formatted(MOST, wanted), "lark logs NAME -n 100");
        }
        String path = (name == null ? "" : Ask.function(name)) + "/logs";
        LogLines lines = new LogLines(printing, name == null);
        if (search.given() && follow) {
            throw Failure.usage(
                    "-f shows what comes, and a search finds what was",
                    "Leave -f out, or pipe lark logs NAME -f into grep.");
        }
        try (Api api = api()) {
            if (search.given()) {
                found(api, path + "/search?" + search.query(), wanted).forEach(lines::printFound);
                return Exit.OK;
            }
            if (follow) {
                new Following(api, path, lines, printing).run(() -> last(api, path, wanted));
            } else {
                last(api, path, wanted).forEach(lines::print);
            }
        }
        return Exit.OK;
    }

    /** Oldest first. A page may be empty where the search has not come to its end. */
    private static List<JsonNode> found(Api api, String path, int wanted) {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        while (items.size() < wanted) {
            String more = "&limit=" + Math.min(PAGE, wanted - items.size());
            String from = cursor.isEmpty() ? "" : "&cursor=" + Ask.encoded(cursor);
            JsonNode page = api.get(path + more + from);
            page.path("items").forEach(items::add);
            cursor = Json.text(page, "nextCursor", "");
            if (cursor.isEmpty()) {
                break;
            }
        }
        Collections.reverse(items);
        return items;
    }

    /** Oldest first. */
    static List<JsonNode> last(Api api, String path, int wanted) {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        while (items.size() < wanted) {
            int limit = Math.min(PAGE, wanted - items.size());
            String query = "?limit=" + limit;
            JsonNode page =
                    api.get(
                            path
                                    + query
                                    + (cursor.isEmpty() ? "" : "&cursor=" + Ask.encoded(cursor)));
            page.path("items").forEach(items::add);
            cursor = Json.text(page, "nextCursor", "");
            if (cursor.isEmpty()) {
                break;
            }
        }
        Collections.reverse(items);
        return items;
    }
}
