package dev.meterlark.cli;

import picocli.CommandLine.Command;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

@Command(
        name = "members",
        description = "Lists who is in the account, in the order in which they joined.",
        footer = {"  lark members", "  lark members --json"})
final class MembersCommand extends Verb {

    MembersCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        ArrayNode members;
        try (Api api = api()) {
            members = api.all("/members?limit=100");
        }
        if (printing.json()) {
            printing.json(Api.items(members));
            return Exit.OK;
        }
        Table table = new Table("E-MAIL", "ROLE", "JOINED", "PERSON");
        for (JsonNode member : members) {
            table.row(
                    Json.text(member, "email", "?"),
                    Json.text(member, "role", "?"),
                    Json.text(member, "joinedAt", "?").replaceFirst("[.][0-9]+Z$", "Z"),
                    Json.text(member, "personId", "?"));
        }
        table.lines().forEach(printing::say);
        return Exit.OK;
    }
}
