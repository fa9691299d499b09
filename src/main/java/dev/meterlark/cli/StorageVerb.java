package dev.meterlark.cli;

import tools.jackson.databind.JsonNode;

/** What is done alike to a queue, a topic, a bucket and a table. */
abstract class StorageVerb extends Verb {

    StorageVerb(Surroundings around) {
        super(around);
    }

    abstract String name();

    /** In the API; refuses what is no name. */
    abstract String path();

    /** One that has nothing but its name. */
    Exit create(Printing printing, String collection) {
        try (Api api = api()) {
            JsonNode made =
                    api.send(Ask.post(collection, Json.object().put("name", name()))).json();
            answer(printing, made, "Created %s.".formatted(name()));
        }
        return Exit.OK;
    }

    Exit delete(Printing printing) {
        try (Api api = api()) {
            api.send(Ask.delete(path()));
        }
        answer(
                printing,
                Json.object().put("name", name()).put("deleted", true),
                "Deleted %s.".formatted(name()));
        return Exit.OK;
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
