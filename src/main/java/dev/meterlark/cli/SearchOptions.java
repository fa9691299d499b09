package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

/** Which lines of logs are asked for. */
final class SearchOptions {

    @Option(
            names = "--text",
            paramLabel = "TEXT",
            description = "Lines that hold this, in capitals or not.")
    private @Nullable String text;

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            description = "Lines that are debug, info, warn or error, or worse.")
    private @Nullable String level;

    @Option(
            names = "--version",
            paramLabel = "VERSION",
            description = "Lines that this version printed.")
    private @Nullable String version;

    @Option(names = "--call", paramLabel = "ID", description = "Lines of this call.")
    private @Nullable String call;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Calls that ended on this day or at this instant, or later; in UTC.")
    private @Nullable String since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "Calls that ended before this day or instant.")
    private @Nullable String until;

    boolean given() {
        return !query().isEmpty();
    }

    /** Of the search; empty when nothing was said. */
    String query() {
        return new Query()
                .with("text", text)
                .with("level", level)
                .with("version", version)
                .with("call", call)
                .with("from", since)
                .with("to", until)
                .text();
    }
}
