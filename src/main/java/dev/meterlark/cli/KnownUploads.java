package dev.meterlark.cli;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.Map;

/**
 * Which package became which: the platform stores one in a plain form of its own, with another
 * digest than the file that was sent. Only a memory: without it a package is sent once more.
 */
final class KnownUploads {

    private static final int MOST = 500;
    private static final long LARGEST = 1 << 20;

    private final Path file;

    private KnownUploads(Path file) {
        this.file = file;
    }

    static KnownUploads of(Surroundings around) {
        String configured = around.variable("XDG_CACHE_HOME");
        String home = around.environment().getOrDefault("HOME", ".");
        Path folder =
                configured != null && Path.of(configured).isAbsolute()
                        ? Path.of(configured)
                        : Path.of(home, ".cache");
        return new KnownUploads(folder.resolve("meterlark").resolve("uploads.json"));
    }

    /** Whether the function has this very package. */
    boolean isThere(CodePackage code, FunctionFacts function) {
        String kept = function.digest();
        if (kept.isEmpty()) {
            return false;
        }
        return kept.equals(code.digest())
                || kept.equals(Json.text(read().path(function.id()), code.digest(), ""));
    }

    void note(CodePackage code, FunctionFacts function, String stored) {
        ObjectNode known = read();
        known.remove(function.id());
        ObjectNode entry = known.putObject(function.id());
        entry.put(code.digest(), stored);
        Iterator<Map.Entry<String, JsonNode>> oldest = known.properties().iterator();
        for (int surplus = known.size() - MOST; surplus > 0 && oldest.hasNext(); surplus--) {
            oldest.next();
            oldest.remove();
        }
        try {
            Files.createDirectories(file.getParent());
            Path fresh = Files.createTempFile(file.getParent(), ".uploads", "");
            Files.write(fresh, Json.bytes(known));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // Then the next deployment sends what it need not have sent.
        }
    }

    private ObjectNode read() {
        try {
            if (Files.isRegularFile(file) && Files.size(file) <= LARGEST) {
                return Json.read(Files.readAllBytes(file))
                        .filter(ObjectNode.class::isInstance)
                        .map(ObjectNode.class::cast)
                        .orElseGet(Json::object);
            }
        } catch (IOException e) {
            // As if there were none.
        }
        return Json.object();
    }
}
