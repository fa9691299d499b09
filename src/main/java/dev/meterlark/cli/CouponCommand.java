package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

@Command(
        name = "coupon",
        description = "Uses a coupon from this month on, or shows those in use.",
        footer = {"  lark coupon", "  lark coupon SPRING-26"})
final class CouponCommand extends Verb {

    @Parameters(paramLabel = "CODE", arity = "0..1", description = "The coupon to use.")
    private @Nullable String code;

    CouponCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        ArrayNode items;
        try (Api api = api()) {
            if (code != null) {
                api.send(Ask.post("/coupons", Json.object().put("code", code)));
            }
            items = api.all("/coupons?limit=100");
        }
        if (printing.json()) {
            printing.json(Api.items(items));
            return Exit.OK;
        }
        Table table = new Table("CODE", ">OFF", "FROM", "TO", "COUPON");
        for (JsonNode use : items) {
            table.row(
                    Json.text(use, "code", "?"),
                    off(use),
                    Json.text(use, "firstMonth", ""),
                    Json.text(use, "lastMonth", "ever"),
                    Json.text(use, "name", ""));
        }
        table.lines().forEach(printing::say);
        return Exit.OK;
    }

    private static String off(JsonNode use) {
        String percent = Json.text(use, "percent", "");
        return percent.isEmpty()
                ? "%s %s a month"
                        .formatted(Json.text(use, "amount", "?"), Json.text(use, "currency", ""))
                : percent + " %";
    }
}
