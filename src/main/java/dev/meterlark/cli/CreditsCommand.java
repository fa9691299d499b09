package dev.meterlark.cli;

import picocli.CommandLine.Command;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

@Command(
        name = "credits",
        description = "Shows the account's credits, in the order in which they pay.",
        footer = {"  lark credits"})
final class CreditsCommand extends Verb {

    CreditsCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        ArrayNode items;
        try (Api api = api()) {
            items = api.all("/credits?limit=100");
        }
        if (printing.json()) {
            printing.json(Api.items(items));
            return Exit.OK;
        }
        Table table = new Table(">LEFT", "", "EXPIRES", "CREDIT");
        for (JsonNode credit : items) {
            table.row(
                    Json.text(credit, "remaining", "?"),
                    Json.text(credit, "currency", ""),
                    credit.path("expired").asBoolean(false)
                            ? "expired"
                            : Json.text(credit, "expiresAt", "never"),
                    Json.text(credit, "description", ""));
        }
        table.lines().forEach(printing::say);
        return Exit.OK;
    }
}
