package dev.meterlark.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

@Command(
        name = "versions",
        description = "Lists what was published of a function, the newest first.",
        footer = {"  lark versions hello", "  lark versions hello --json | jq '.items[0]'"})
final class VersionsCommand extends Verb {

    private static final int SHOWN_OF_DIGEST = 12;

    @Parameters(paramLabel = "NAME", description = "The function.")
    private String name = "";

    VersionsCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        ArrayNode items;
        try (Api api = api()) {
            items = api.all(Ask.function(name) + "/versions");
        }
        if (printing.json()) {
            printing.json(Api.items(items));
            return Exit.OK;
        }
        if (items.isEmpty()) {
            printing.notice(
                    "There are no versions yet: lark publish %s makes one.".formatted(name));
            return Exit.OK;
        }
        Table table = new Table(">VERSION", "RUNTIME", ">MEMORY", "CODE", "PUBLISHED", "WHAT");
        items.forEach(item -> row(table, item));
        table.lines().forEach(printing::say);
        return Exit.OK;
    }

    private static void row(Table table, JsonNode version) {
        String digest = Json.text(version.path("code"), "digest", "");
        table.row(
                Json.text(version, "version", ""),
                Json.text(version, "runtime", ""),
                Json.text(version, "memoryMb", "") + " MiB",
                digest.substring(0, Math.min(SHOWN_OF_DIGEST, digest.length())),
                Shown.moment(Json.text(version, "publishedAt", "")),
                Json.text(version, "description", ""));
    }
}
