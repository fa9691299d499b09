package dev.meterlark.cli;

import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is done alike to a queue, a topic, a bucket and a table. */
abstract class StorageVerb extends Verb {

    private final String kind;

    @Parameters(index = "0", paramLabel = "NAME", description = "What it is called.")
    private String name = "";

    /**
     * @param kind as in {@code lark queue}
     */
    StorageVerb(Surroundings around, String kind) {
        super(around);
        this.kind = kind;
    }

    String name() {
        return name;
    }

    /** In the API; refuses what is no name. */
    String path() {
        return StoragePaths.of(kind, name);
    }

    /** One that has nothing but its name. */
    Exit create(Printing printing) {
        return create(printing, Json.object().put("name", name));
    }

    Exit create(Printing printing, ObjectNode wish) {
        try (Api api = api()) {
            JsonNode made = api.send(Ask.post(StoragePaths.all(kind), wish)).json();
            answer(printing, made, "Created %s.".formatted(name));
        }
        return Exit.OK;
    }

    Exit delete(Printing printing) {
        return delete(printing, path(), "name", name);
    }

    /**
     * @param member that the answer has it in
     */
    Exit delete(Printing printing, String path, String member, String deleted) {
        try (Api api = api()) {
            api.send(Ask.delete(path));
        }
        answer(
                printing,
                Json.object().put(member, deleted).put("deleted", true),
                "Deleted %s.".formatted(deleted));
        return Exit.OK;
    }

    /** What a page of the API holds, as rows; says so when there is more than the page. */
    static void rows(Printing printing, Table table, JsonNode page, String more) {
        table.lines().forEach(printing::say);
        if (!Json.text(page, "nextCursor", "").isEmpty()) {
            printing.notice("There are more: " + more);
        }
    }

    /** As JSON, or in our own words. */
    static void answer(Printing printing, JsonNode json, String text) {
        if (printing.json()) {
            printing.json(json);
        } else {
            printing.say(Shown.line(text));
        }
    }
}
