package dev.meterlark.cli;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** The one file that login keeps: an address and a key, for its owner's eyes only. */
final class LoginFile {

    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");
    private static final long LARGEST = 64 << 10;

    private final Path file;

    private LoginFile(Path file) {
        this.file = file;
    }

    static LoginFile of(Surroundings around) {
        String configured = around.variable("XDG_CONFIG_HOME");
        String home = around.environment().getOrDefault("HOME", ".");
        // A relative path is not valid there, says the specification, and is to be ignored.
        Path folder =
                configured != null && Path.of(configured).isAbsolute()
                        ? Path.of(configured)
                        : Path.of(home, ".config");
        return new LoginFile(folder.resolve("meterlark").resolve("credentials"));
    }

    Path path() {
        return file;
    }

    Optional<URI> url() {
        return read().map(Connection::url);
    }

    Optional<Connection> read() {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            refuseOthersEyes();
            if (Files.size(file) > LARGEST) {
                throw unreadable();
            }
            JsonNode kept = Json.read(Files.readAllBytes(file)).orElseThrow(this::unreadable);
            String source = file.toString();
            return Optional.of(
                    new Connection(
                            Connection.url(Json.text(kept, "url", "")),
                            Connection.key(Json.text(kept, "key", ""), source)));
        } catch (IOException e) {
            throw unreadable();
        }
    }

    /**
     * Whoever reads it meanwhile sees the old or the new, never a part, and never with more rights.
     */
    void write(Connection connection) {
        ObjectNode kept = Json.object();
        kept.put("url", connection.url().toString());
        kept.put("key", connection.key());
        try {
            Files.createDirectories(
                    file.getParent(),
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            Path fresh =
                    Files.createTempFile(
                            file.getParent(),
                            ".credentials",
                            "",
                            PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            try {
                Files.write(fresh, Json.bytes(kept));
                Files.move(
                        fresh,
                        file,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            throw new Failure(
                    Exit.CALLER,
                    "lark.file",
                    "the key cannot be kept in %s: %s".formatted(file, Reason.of(e)),
                    "Make the folder writable, or set METERLARK_URL and METERLARK_API_KEY.");
        }
    }

    /** Whether there was one. */
    boolean delete() {
        try {
            return Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new Failure(
                    Exit.CALLER,
                    "lark.file",
                    "%s cannot be deleted: %s".formatted(file, Reason.of(e)),
                    "Delete it by hand: it holds an API key.");
        }
    }

    private void refuseOthersEyes() throws IOException {
        Set<PosixFilePermission> given = Files.getPosixFilePermissions(file);
        if (!OWNER_ONLY.containsAll(given)) {
            throw Failure.usage(
                    "%s may be read by others (%s), and it holds an API key"
                            .formatted(file, PosixFilePermissions.toString(given)),
                    "Run: chmod 600 " + file);
        }
    }

    private Failure unreadable() {
        return Failure.usage(
                file + " cannot be read as what 'lark login' writes", "Run: lark login");
    }
}
