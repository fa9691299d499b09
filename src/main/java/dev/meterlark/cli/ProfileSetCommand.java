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
            "Says whom the account's invoices are addressed to.",
            "",
            "What is not named stays as it is; '' takes away what may be missing."
        },
        footer = {
            "  lark billing-profile set --legal-name 'Acme GmbH' --address 'Am Fluss 1' --city Köln"
                    + " --postal-code 50667 --country DE",
            "  lark billing-profile set --vat-id DE123456789 --email a@acme.example,b@acme.example"
        })
final class ProfileSetCommand extends Verb {

    @Option(names = "--legal-name", paramLabel = "NAME", description = "Who is billed.")
    private @Nullable String legalName;

    @Option(
            names = "--address",
            paramLabel = "LINE",
            description = "A line before postal code and city; may be given again.")
    private @Nullable List<String> address;

    @Option(names = "--city", paramLabel = "CITY", description = "The city.")
    private @Nullable String city;

    @Option(names = "--postal-code", paramLabel = "CODE", description = "The postal code.")
    private @Nullable String postalCode;

    @Option(names = "--country", paramLabel = "CC", description = "By its two letters.")
    private @Nullable String country;

    @Option(names = "--vat-id", paramLabel = "ID", description = "In the country's form.")
    private @Nullable String vatId;

    @Option(
            names = "--email",
            paramLabel = "ADDRESS",
            split = ",",
            description = "Where invoices go; may be given again.")
    private @Nullable List<String> emails;

    @Option(
            names = "--purchase-order",
            paramLabel = "TEXT",
            description = "What is to be named on invoices.")
    private @Nullable String purchaseOrder;

    @Option(names = "--language", paramLabel = "LANG", description = "Of invoices: en, de-AT.")
    private @Nullable String language;

    ProfileSetCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        JsonNode profile;
        try (Api api = api()) {
            ObjectNode wish = (ObjectNode) api.get(ProfileCommand.PATH).deepCopy();
            wish.remove("tax");
            change(wish);
            api.send(Ask.put(ProfileCommand.PATH, wish));
            profile = api.get(ProfileCommand.PATH);
        }
        ProfileCommand.show(profile, printing);
        return Exit.OK;
    }

    private void change(ObjectNode wish) {
        put(wish, "legalName", legalName);
        put(wish, "city", city);
        put(wish, "postalCode", postalCode);
        put(wish, "country", country);
        put(wish, "vatId", vatId);
        put(wish, "purchaseOrder", purchaseOrder);
        put(wish, "language", language);
        putAll(wish, "address", address);
        putAll(wish, "emails", emails);
    }

    private static void put(ObjectNode wish, String member, @Nullable String value) {
        if (value != null && value.isEmpty()) {
            wish.remove(member);
        } else if (value != null) {
            wish.put(member, value);
        }
    }

    private static void putAll(ObjectNode wish, String member, @Nullable List<String> values) {
        if (values != null) {
            ArrayNode all = wish.putArray(member);
            values.stream().filter(each -> !each.isEmpty()).forEach(all::add);
        }
    }
}
