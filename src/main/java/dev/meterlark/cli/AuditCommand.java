package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;

@Command(
        name = "audit",
        description = {
            "Shows who changed what in the account, the newest first.",
            "The key needs audit:read."
        },
        footer = {
            "  lark audit",
            "  lark audit --since 2026-11-25 --action function. -n 100",
            "  lark audit --actor key: --subject function:hello --json"
        })
final class AuditCommand extends Verb {

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "The first day (2026-11-25) or instant, in UTC; it counts.")
    private @Nullable String since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "The last day, which counts, or an instant, which does not.")
    private @Nullable String until;

    @Option(
            names = "--actor",
            paramLabel = "WHO",
            description = "The beginning of who did it: person:, key: or operator.")
    private @Nullable String actor;

    @Option(
            names = "--action",
            paramLabel = "WHAT",
            description = "The beginning of what was done: function. or key.made.")
    private @Nullable String action;

    @Option(
            names = "--subject",
            paramLabel = "TEXT",
            description = "Some part of what it was done to.")
    private @Nullable String subject;

    @Mixin private final PageOptions stretch = new PageOptions();

    AuditCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        String query = query();
        JsonNode page;
        try (Api api = api()) {
            page = api.get("/audit?" + query);
        }
        if (printing.json()) {
            printing.json(page);
        } else {
            list(page, printing);
        }
        return Exit.OK;
    }

    private String query() {
        return stretch.query("lark audit")
                .with("from", since)
                .with("to", until)
                .with("actor", actor)
                .with("action", action)
                .with("subject", subject)
                .text();
    }

    private static void list(JsonNode page, Printing printing) {
        if (page.path("items").isEmpty()) {
            printing.notice("There are none.");
            return;
        }
        Table table = new Table(">NO", "AT", "WHO", "WHAT", "TO", "DETAIL");
        for (JsonNode each : page.path("items")) {
            table.row(
                    Json.text(each, "number", "?"),
                    Json.text(each, "at", "?").replaceFirst("[.][0-9]+Z$", "Z"),
                    Json.text(each, "actor", "?"),
                    Json.text(each, "action", "?"),
                    Json.text(each, "subject", "?"),
                    each.path("detail").isEmpty() ? "" : Json.line(each.path("detail")));
        }
        table.lines().forEach(printing::say);
        PageOptions.tellOfMore(printing, page, "Older ones");
    }
}
