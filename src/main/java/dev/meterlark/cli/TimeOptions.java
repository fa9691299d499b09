package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Of which stretch of time usage is asked for. */
final class TimeOptions {

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "The first day (2026-11-01) or instant, in UTC; it counts.")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description = "The day or instant at which it ends; it does not count.")
    private @Nullable String to;

    /** As a query, with what else is asked for. */
    String query(String... others) {
        String time = new Query().with("from", from).with("to", to).text();
        return Stream.concat(Stream.of(time), Stream.of(others))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("&"));
    }
}
