package dev.meterlark.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** The 32 bytes under which everything is sealed, and the file that they live in. */
final class MasterKey {

    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    private final byte[] bytes;
    private final String origin;

    private MasterKey(byte[] bytes, String origin) {
        this.bytes = bytes;
        this.origin = origin;
    }

    static MasterKey given(String base64) {
        return new MasterKey(
                VaultProperties.bytes(base64, "meterlark.vault.key"), "meterlark.vault.key");
    }

    static MasterKey read(Path file) throws IOException {
        refuseReadableByOthers(file);
        String text = Files.readString(file, StandardCharsets.US_ASCII);
        return new MasterKey(VaultProperties.bytes(text, file.toString()), file.toString());
    }

    /**
     * A file is there complete or not at all, and one that another process just made wins: a key
     * that was used and lost would take every secret with it.
     */
    static MasterKey readOrMake(Path file) throws IOException {
        try {
            return read(file);
        } catch (NoSuchFileException first) {
            make(file);
            return read(file);
        }
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /** Where it comes from, for messages. */
    String origin() {
        return origin;
    }

    private static void make(Path file) throws IOException {
        byte[] fresh = new byte[32];
        new SecureRandom().nextBytes(fresh);
        Path folder = file.toAbsolutePath().getParent();
        Path draft =
                Files.createTempFile(
                        folder, "master", ".new", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try {
            write(draft, Base64.getEncoder().encodeToString(fresh) + "\n");
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException theirs) {
            return;
        } finally {
            Files.delete(draft);
        }
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private static void write(Path file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
    }

    private static void refuseReadableByOthers(Path file) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        boolean ownersOnly = permissions.stream().allMatch(p -> p.name().startsWith("OWNER_"));
        if (!ownersOnly) {
            throw new IllegalStateException(
                    "the master key %s may be read by its owner only, and its permissions are %s: chmod 600 %s"
                            .formatted(file, PosixFilePermissions.toString(permissions), file));
        }
    }
}
