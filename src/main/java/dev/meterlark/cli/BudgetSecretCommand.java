package dev.meterlark.cli;

import picocli.CommandLine.Command;

import tools.jackson.databind.JsonNode;

@Command(
        name = "secret",
        description =
                "Makes a new secret that webhooks of alerts are signed with, and shows it once.",
        footer = {"  lark budget secret"})
final class BudgetSecretCommand extends Verb {

    BudgetSecretCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        JsonNode made;
        try (Api api = api()) {
            made = api.send(Ask.post(BudgetCommand.PATH + "/webhook-secret", Json.object())).json();
        }
        if (printing.json()) {
            printing.json(made);
        } else {
            printing.say(Json.text(made, "secret", ""));
        }
        return Exit.OK;
    }
}
