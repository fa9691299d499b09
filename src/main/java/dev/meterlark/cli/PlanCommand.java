package dev.meterlark.cli;

import picocli.CommandLine.Command;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

@Command(
        name = "plan",
        description = "Shows the account's plan, its prices, and what it will be next.",
        footer = {"  lark plan", "  lark plan --json"})
final class PlanCommand extends Verb {

    PlanCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        JsonNode plan;
        try (Api api = api()) {
            plan = api.get("/plan");
        }
        if (printing.json()) {
            printing.json(plan);
        } else {
            show(plan, printing);
        }
        return Exit.OK;
    }

    private static void show(JsonNode plan, Printing printing) {
        String currency = Json.text(plan, "currency", "?");
        printing.say(
                Shown.line(
                        "%s, prices of %s in %s"
                                .formatted(
                                        Json.text(plan, "name", "?"),
                                        Json.text(plan, "priceBook", "?"),
                                        currency)));
        say(plan, "fee", "fee a month", currency, printing);
        say(plan, "minimum", "minimum a month", currency, printing);
        say(plan, "hardCap", "usage ends at", currency, printing);
        kept(plan.path("retention"), printing);
        Table table = new Table("METER", ">INCLUDED", "PRICE");
        for (JsonNode price : plan.path("prices")) {
            table.row(
                    Json.text(price, "meter", "?"), Json.text(price, "included", "0"), text(price));
        }
        table.lines().forEach(printing::say);
        JsonNode next = plan.path("next");
        if (next.isObject()) {
            printing.say(
                    Shown.line(
                            "from %s on: %s, prices of %s"
                                    .formatted(
                                            Json.text(next, "from", "?"),
                                            Json.text(next, "name", "?"),
                                            Json.text(next, "priceBook", "?"))));
        }
    }

    /** What is nothing is not worth a line, but where usage ends it is. */
    private static void say(
            JsonNode plan, String member, String label, String currency, Printing printing) {
        String amount = Json.text(plan, member, "");
        if (!amount.isEmpty() && !(amount.equals("0") && !member.equals("hardCap"))) {
            printing.say(Shown.line("%s: %s %s".formatted(label, amount, currency)));
        }
    }

    private static void kept(JsonNode retention, Printing printing) {
        List<String> kept = new ArrayList<>();
        days(retention, "callDays", "calls", kept);
        days(retention, "logDays", "logs", kept);
        days(retention, "contentDays", "events and answers", kept);
        if (!kept.isEmpty()) {
            printing.say(Shown.line("keeps " + String.join(", ", kept)));
        }
    }

    private static void days(JsonNode retention, String member, String what, List<String> kept) {
        String days = Json.text(retention, member, "");
        if (!days.isEmpty()) {
            kept.add("%s %s %s".formatted(what, days, days.equals("1") ? "day" : "days"));
        }
    }

    private static String text(JsonNode price) {
        String amount = Json.text(price, "amount", "");
        return switch (Json.text(price, "kind", "")) {
            case "per-unit" -> amount + per(price);
            case "flat" -> amount + " a month";
            case "package" -> "%s for each %s".formatted(amount, Json.text(price, "size", "?"));
            case "graduated" -> steps(price);
            case "volume" -> steps(price) + ", for all";
            default -> price.toString();
        };
    }

    private static String steps(JsonNode price) {
        List<String> steps = new ArrayList<>();
        for (JsonNode step : price.path("steps")) {
            String upTo = Json.text(step, "upTo", "");
            steps.add(
                    (upTo.isEmpty() ? "beyond " : "to %s ".formatted(upTo))
                            + Json.text(step, "amount", "?")
                            + per(step));
        }
        return String.join(", ", steps);
    }

    private static String per(JsonNode price) {
        String per = Json.text(price, "per", "1");
        return per.equals("1") ? "" : " per " + per;
    }
}
