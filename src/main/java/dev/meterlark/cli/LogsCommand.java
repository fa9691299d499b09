package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
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
                    + " end of its id, the line.",
            "",
            "With --json each call, or each piece of a live log, is an object on a line of its own."
        },
        footer = {"  lark logs hello", "  lark logs hello -n 100", "  lark logs hello -f"})
final class LogsCommand extends Verb {

    private static final int MOST = 1_000;
    private static final int PAGE = 100;

    @Parameters(paramLabel = "NAME", description = "The function.")
    private String name = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Show what is printed from now on, until interrupted.")
    private boolean follow;

    @Option(
            names = {"-n", "--calls"},
            paramLabel = "CALLS",
            description = "Show the last CALLS calls that printed something (20; 0 with -f).")
    private @Nullable Integer calls;

    LogsCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        int wanted = calls != null ? calls : follow ? 0 : 20;
        if (wanted < 0 || wanted > MOST) {
            throw Failure.usage(
                    "-n must be 0 to %d, was: %d".formatted(MOST, wanted), "lark logs NAME -n 100");
        }
        String path = Ask.function(name) + "/logs";
        LogLines lines = new LogLines(printing);
        try (Api api = api()) {
            if (follow) {
                new Following(api, path, lines, printing).run(() -> last(api, path, wanted));
            } else {
                last(api, path, wanted).forEach(lines::print);
            }
        }
        return Exit.OK;
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
