package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

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
        JsonNode page;
        try (Api api = api()) {
            if (code != null) {
                api.send(Ask.post("/coupons", Json.object().put("code", code)));
            }
            page = api.get("/coupons?limit=100");
        }
        if (printing.json()) {
            printing.json(page);
            return Exit.OK;
        }
        Table table = new Table("CODE", ">OFF", "FROM", "TO", "COUPON");
        for (JsonNode use : page.path("items")) {
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
