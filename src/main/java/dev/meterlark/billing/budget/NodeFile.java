package dev.meterlark.billing.budget;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Which folder of data this is: its journal tells what earlier runs on it have used. */
final class NodeFile {

    private static final String NAME = "node-id";

    private NodeFile() {}

    /** The folder's own, made when there is none. */
    static RunId in(Path data) throws IOException {
        Path file = data.resolve(NAME);
        if (Files.exists(file)) {
            return new RunId(UUID.fromString(Files.readString(file).strip()));
        }
        RunId fresh = RunId.random();
        Path made = Files.createTempFile(data, NAME, ".new");
        Files.writeString(made, fresh.value() + "\n");
        Files.move(made, file);
        return fresh;
    }
}
