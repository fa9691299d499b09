package dev.meterlark.cli;

import picocli.CommandLine.Parameters;

import tools.jackson.databind.node.ObjectNode;

/** What is done alike to an object of a bucket and an item of a table, by its key. */
abstract class KeyedVerb extends StorageVerb {

    private final String holding;

    @Parameters(index = "1", paramLabel = "KEY", description = "What it is found by.")
    private String key = "";

    /**
     * @param holding what the one of that kind holds: {@code objects}, {@code items}
     */
    KeyedVerb(Surroundings around, String kind, String holding) {
        super(around, kind);
        this.holding = holding;
    }

    String key() {
        return key;
    }

    private String keyed() {
        return StoragePaths.keyed(path(), holding, key);
    }

    /** Its bytes to standard output, or what is known of it as JSON. */
    Exit get(Printing printing) {
        try (Api api = api()) {
            Reply reply = api.send(Ask.get(keyed()));
            if (printing.json()) {
                ObjectNode known = Json.object().put("key", key);
                describe(reply, known);
                printing.json(known);
            } else {
                Answers.write(reply, around());
            }
        }
        return Exit.OK;
    }

    /** What is known beside the key. */
    void describe(Reply reply, ObjectNode known) {}

    Exit remove(Printing printing) {
        return delete(printing, keyed(), "key", key);
    }
}
