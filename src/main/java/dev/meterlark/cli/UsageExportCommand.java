package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

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

    @Mixin private final TimeOptions time = new TimeOptions();

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
        String path =
                "/usage/export?"
                        + time.query("of=" + Ask.encoded(of), "format=" + Ask.encoded(format));
        try (Api api = api()) {
            if (file == null) {
                api.download(path, around().out());
                around().out().flush();
            } else {
                Path target = around().folder().resolve(file);
                try (OutputStream out = Files.newOutputStream(target)) {
                    api.download(path, out);
                }
            }
        } catch (IOException e) {
            throw Failure.usage(
                    "cannot write %s: %s".formatted(file, Reason.of(e)),
                    "Is there such a folder, and may you write there?");
        }
        return Exit.OK;
    }
}
