package dev.meterlark.cli;

import picocli.CommandLine.Command;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

@Command(
        name = "budget",
        description =
                "Shows what the account may spend, when it is told, and how its month stands.",
        footer = {
            "  lark budget",
            "  lark budget set --cap 25 --alert 50 --alert 90 --email money@example.org",
            "  lark budget set --no-cap",
            "  lark budget secret"
        })
final class BudgetCommand extends Verb {

    static final String PATH = "/budgets";

    BudgetCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        JsonNode budget;
        try (Api api = api()) {
            budget = api.get(PATH);
        }
        show(budget, printing);
        return Exit.OK;
    }

    static void show(JsonNode budget, Printing printing) {
        if (printing.json()) {
            printing.json(budget);
            return;
        }
        JsonNode month = budget.path("month");
        Table table = new Table("", ">AMOUNT");
        table.row("cap", amount(budget.path("cap")));
        table.row("in force", amount(budget.path("inForce")));
        table.row("spent in " + Json.text(month, "month", "?"), amount(month.path("spent")));
        table.row("set aside", amount(month.path("reserved")));
        table.row("forecast", amount(month.path("forecast")));
        table.lines().forEach(printing::say);
        for (JsonNode alert : budget.path("alerts")) {
            printing.say(
                    "alert at %s %%: %s"
                            .formatted(Json.text(alert, "percent", "?"), receivers(alert)));
        }
        if (budget.path("notice").isString()) {
            printing.say(Shown.line(budget.path("notice").asString()));
        }
    }

    private static String amount(JsonNode money) {
        return money.isObject()
                ? Json.text(money, "amount", "?") + " " + Json.text(money, "currency", "")
                : "none";
    }

    private static String receivers(JsonNode alert) {
        List<String> all = new ArrayList<>();
        alert.path("emails").forEach(each -> all.add(Shown.line(each.asString())));
        if (alert.path("webhook").isString()) {
            all.add(Shown.line(alert.path("webhook").asString()));
        }
        if (alert.path("event").asBoolean(false)) {
            all.add("event");
        }
        return String.join(", ", all);
    }
}
