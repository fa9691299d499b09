package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

@Command(
        name = "export",
        description = {
            "Writes all usage, row by row, this month so far unless told otherwise: each attempt,"
                    + " or what is paid for by the hour.",
            "",
            "From it the bill can be computed again (docs/billing.md)."
        },
        footer = {
            "  lark usage export > usage.csv",
            "  lark usage export --of meters --from 2026-11-01 --to 2026-12-01 --file november.csv",
            "  lark usage export --format jsonl | jq .function"
        })
final class UsageExportCommand extends Verb {

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

    @Option(
            names = "--of",
            paramLabel = "WHAT",
            defaultValue = "attempts",
            description = "attempts or meters (${DEFAULT-VALUE}).")
    private String of = "attempts";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "csv",
            description = "csv or jsonl (${DEFAULT-VALUE}).")
    private String format = "csv";

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "Where it goes; else to standard output.")
    private @Nullable Path file;

    UsageExportCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        try (Api api = api()) {
            if (file == null) {
                api.download("/usage/export?" + query(), around().out());
                around().out().flush();
            } else {
                Path target = around().folder().resolve(file);
                try (OutputStream out = Files.newOutputStream(target)) {
                    api.download("/usage/export?" + query(), out);
                }
            }
        } catch (IOException e) {
            throw Failure.usage(
                    "cannot write %s: %s".formatted(file, Reason.of(e)),
                    "Is there such a folder, and may you write there?");
        }
        return Exit.OK;
    }

    private String query() {
        List<String> query = new ArrayList<>();
        if (from != null) {
            query.add("from=" + Ask.encoded(from));
        }
        if (to != null) {
            query.add("to=" + Ask.encoded(to));
        }
        query.add("of=" + Ask.encoded(of));
        query.add("format=" + Ask.encoded(format));
        return String.join("&", query);
    }
}
