package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;

/** Which stretch of a list is shown. */
final class PageOptions {

    private static final int MOST = 100;

    @Option(names = "-n", paramLabel = "COUNT", description = "How many at most (20).")
    private int most = 20;

    @Option(
            names = "--cursor",
            paramLabel = "CURSOR",
            description = "Where the list before ended, as it said.")
    private @Nullable String cursor;

    /**
     * Of the list; refuses what none takes.
     *
     * @param command that shows it
     */
    Query query(String command) {
        if (most < 1 || most > MOST) {
            throw Failure.usage(
                    "-n must be 1 to %d, was: %d".formatted(MOST, most),
                    "%s -n %d".formatted(command, MOST));
        }
        return new Query().with("limit", most).with("cursor", cursor);
    }

    /**
     * Says where the list goes on, if it does.
     *
     * @param what comes then
     */
    static void tellOfMore(Printing printing, JsonNode page, String what) {
        String next = Json.text(page, "nextCursor", "");
        if (!next.isEmpty()) {
            printing.notice("%s: --cursor %s".formatted(what, Shown.line(next)));
        }
    }
}
