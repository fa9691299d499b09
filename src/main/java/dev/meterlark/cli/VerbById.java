package dev.meterlark.cli;

import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

/** What is done to one route or one trigger, which has no name but its id. */
abstract class VerbById extends Verb {

    private final String kind;

    @Parameters(index = "0", paramLabel = "ID", description = "Its id.")
    private String id = "";

    /**
     * @param kind as in {@code lark trigger}
     */
    VerbById(Surroundings around, String kind) {
        super(around);
        this.kind = kind;
    }

    String id() {
        return id;
    }

    /** In the API; refuses what is no id. */
    String path() {
        if (!id.matches("[0-9a-fA-F-]{36}")) {
            throw Failure.usage(
                    "a %s's id looks like 0b0e3f1c-6a1e-4d57-9a55-8d3f0f6f2b11, was: %s"
                            .formatted(kind, Shown.line(id)),
                    "lark %s shows the %ss there are.".formatted(kind, kind));
        }
        return "/%ss/%s".formatted(kind, id);
    }

    Exit show(Printing printing, JsonNode found) {
        if (printing.json()) {
            printing.json(found);
        } else {
            show(printing, "", found);
        }
        return Exit.OK;
    }

    private static void show(Printing printing, String before, JsonNode node) {
        node.properties()
                .forEach(
                        each -> {
                            JsonNode value = each.getValue();
                            if (each.getKey().equals("status")) {
                                show(printing, "  ", value);
                            } else if (!value.isNull()) {
                                printing.say(
                                        Shown.line(
                                                "%s%s: %s"
                                                        .formatted(
                                                                before,
                                                                each.getKey(),
                                                                value.isValueNode()
                                                                        ? value.asString()
                                                                        : Json.line(value))));
                            }
                        });
    }

    Exit deleted(Printing printing) {
        StorageVerb.answer(
                printing,
                Json.object().put("id", id).put("deleted", true),
                "Deleted %s.".formatted(id));
        return Exit.OK;
    }
}
