package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

@Command(
        name = "set",
        description = {
            "Says what the account may spend in a month and when it is told.",
            "",
            "What is not named stays as it is."
        },
        footer = {
            "  lark budget set --cap 25",
            "  lark budget set --alert 50 --alert 90 --email money@example.org",
            "  lark budget set --warns-of 100 --alert 80 --webhook https://example.org/spending",
            "  lark budget set --no-cap --no-alerts"
        })
final class BudgetSetCommand extends Verb {

    @Option(
            names = "--cap",
            paramLabel = "AMOUNT",
            description = "What a month's usage never costs more than.")
    private @Nullable String cap;

    @Option(names = "--no-cap", description = "Take the cap away.")
    private boolean noCap;

    @Option(
            names = "--warns-of",
            paramLabel = "AMOUNT",
            description = "What the percentages are of, where that is not the cap.")
    private @Nullable String warnsOf;

    @Option(
            names = "--currency",
            paramLabel = "CODE",
            description = "Of the amounts; the account's own when not given.")
    private @Nullable String currency;

    @Option(
            names = "--alert",
            paramLabel = "PERCENT",
            split = ",",
            description = "Tell at so many percent; may be given again. Replaces all alerts.")
    private @Nullable List<Integer> alerts;

    @Option(names = "--no-alerts", description = "Tell nobody any more.")
    private boolean noAlerts;

    @Option(
            names = "--email",
            paramLabel = "ADDRESS",
            split = ",",
            description = "Whom the alerts go to; may be given again.")
    private @Nullable List<String> emails;

    @Option(
            names = "--webhook",
            paramLabel = "URL",
            description = "Where the alerts are posted to, signed: lark budget secret.")
    private @Nullable String webhook;

    BudgetSetCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        if (noCap && cap != null || noAlerts && alerts != null) {
            throw Failure.usage(
                    "what is said cannot be taken away by the same command",
                    "lark budget set --help shows how it is used.");
        }
        if (alerts == null && (emails != null || webhook != null)) {
            throw Failure.usage(
                    "--email and --webhook go with --alert", "Say at which percentages to tell.");
        }
        JsonNode budget;
        try (Api api = api()) {
            ObjectNode wish = wish(api.get(BudgetCommand.PATH));
            api.send(Ask.put(BudgetCommand.PATH, wish));
            budget = api.get(BudgetCommand.PATH);
        }
        BudgetCommand.show(budget, printing);
        return Exit.OK;
    }

    private ObjectNode wish(JsonNode now) {
        ObjectNode wish = Json.object();
        String unit =
                currency == null
                        ? Json.text(now.path("month").path("spent"), "currency", "")
                        : currency;
        if (cap != null) {
            wish.putObject("cap").put("amount", cap).put("currency", unit);
        } else if (!noCap && now.path("cap").isObject()) {
            wish.set("cap", now.path("cap"));
        }
        if (warnsOf != null) {
            wish.putObject("warnsOf").put("amount", warnsOf).put("currency", unit);
        } else if (now.path("warnsOf").isObject()) {
            wish.set("warnsOf", now.path("warnsOf"));
        }
        if (alerts != null) {
            ArrayNode all = wish.putArray("alerts");
            alerts.forEach(percent -> all.add(alert(percent)));
        } else if (!noAlerts) {
            wish.set("alerts", now.path("alerts"));
        }
        return wish;
    }

    private ObjectNode alert(int percent) {
        ObjectNode alert = Json.object();
        alert.put("percent", percent);
        if (emails != null) {
            ArrayNode to = alert.putArray("emails");
            emails.forEach(to::add);
        }
        if (webhook != null) {
            alert.put("webhook", webhook);
        }
        return alert;
    }
}
