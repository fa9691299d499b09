package dev.meterlark.cli;

import picocli.CommandLine.Command;

import tools.jackson.databind.JsonNode;

@Command(
        name = "billing-profile",
        description = "Shows whom the account's invoices are addressed to, and their tax.",
        footer = {
            "  lark billing-profile",
            "  lark billing-profile set --legal-name 'Acme GmbH' --address 'Am Fluss 1' --city Köln"
                + " --postal-code 50667 --country DE --vat-id DE123456789 --email b@acme.example",
            "  lark billing-profile set --purchase-order 4711"
        })
final class ProfileCommand extends Verb {

    static final String PATH = "/billing-profile";

    ProfileCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        JsonNode profile;
        try (Api api = api()) {
            profile = api.get(PATH);
        }
        show(profile, printing);
        return Exit.OK;
    }

    static void show(JsonNode profile, Printing printing) {
        if (printing.json()) {
            printing.json(profile);
            return;
        }
        if (profile.path("legalName").isString()) {
            say(printing, Json.text(profile, "legalName", ""));
            profile.path("address").forEach(line -> say(printing, line.asString()));
            say(
                    printing,
                    "%s %s, %s"
                            .formatted(
                                    Json.text(profile, "postalCode", ""),
                                    Json.text(profile, "city", ""),
                                    Json.text(profile, "country", ""))
                            .strip());
            sayOf(printing, profile, "vatId", "VAT id");
            sayOf(printing, profile, "purchaseOrder", "purchase order");
            profile.path("emails").forEach(each -> say(printing, "to " + each.asString()));
        } else {
            say(printing, "nothing is said yet; lark billing-profile set --help shows how");
        }
        JsonNode tax = profile.path("tax");
        say(
                printing,
                "tax: %s %% (%s) %s"
                        .formatted(
                                Json.text(tax, "percent", "?"),
                                Json.text(tax, "category", "?"),
                                Json.text(tax, "reason", ""))
                        .strip());
    }

    private static void sayOf(Printing printing, JsonNode profile, String member, String label) {
        if (profile.path(member).isString()) {
            say(printing, "%s: %s".formatted(label, profile.path(member).asString()));
        }
    }

    private static void say(Printing printing, String line) {
        printing.say(Shown.line(line));
    }
}
