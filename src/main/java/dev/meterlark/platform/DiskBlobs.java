package dev.meterlark.platform;

import dev.meterlark.shared.CodeDigest;

import org.springframework.stereotype.Component;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Blobs as files of the data folder, {@code blobs/ab/cdef…}. What is unfinished lies in {@code
 * blobs/unfinished}, on the same file system, and is thrown away at the next start. A blob that is
 * put again takes the place of its equal, which also mends one that the disk has damaged.
 */
@Component
class DiskBlobs implements Blobs {

    private static final Set<PosixFilePermission> READ_ONLY =
            PosixFilePermissions.fromString("r--------");
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rwx------");

    private final Path blobs;
    private final Path unfinished;

    DiskBlobs(DataFolder data) throws IOException {
        this.blobs = data.folder("blobs");
        this.unfinished = data.folder("blobs/unfinished");
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(unfinished)) {
            for (Path leftover : leftovers) {
                Files.delete(leftover);
            }
        }
        sync(blobs);
        sync(data.path());
    }

    @Override
    public CodeDigest put(Path finished, Consumer<CodeDigest> before) throws IOException {
        if (!finished.startsWith(unfinished)) {
            throw new IllegalArgumentException(
                    "%s is not a temporary file of this store".formatted(finished));
        }
        DurableSteps.reached("blob.finished");
        Files.setPosixFilePermissions(finished, READ_ONLY);
        CodeDigest digest = syncedDigest(finished);
        Path place = place(digest);
        before.accept(digest);
        makeFolder(folder(digest));
        DurableSteps.reached("blob.synced");
        Files.move(finished, place, StandardCopyOption.ATOMIC_MOVE);
        DurableSteps.reached("blob.moved");
        sync(folder(digest));
        DurableSteps.reached("blob.stored");
        return digest;
    }

    @Override
    public InputStream open(CodeDigest digest) throws IOException {
        return Files.newInputStream(place(digest), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public long size(CodeDigest digest) throws IOException {
        return Files.size(place(digest));
    }

    @Override
    public void delete(CodeDigest digest) throws IOException {
        try {
            DurableSteps.reached("blob.deleting");
            Files.delete(place(digest));
            DurableSteps.reached("blob.deleted");
        } catch (NoSuchFileException e) {
            return; // gone before, as after a crash between a deletion and its record
        }
        sync(folder(digest));
    }

    @Override
    public Path temporary() throws IOException {
        return Files.createTempFile(unfinished, null, null); // owner only, by its contract
    }

    private Path place(CodeDigest digest) {
        return folder(digest).resolve(digest.hex().substring(2));
    }

    private Path folder(CodeDigest digest) {
        return blobs.resolve(digest.hex().substring(0, 2));
    }

    private void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            sync(blobs);
        }
    }

    /** Of the bytes that are on the disk for certain when this returns. */
    private static CodeDigest syncedDigest(Path file) throws IOException {
        MessageDigest sha256 = sha256();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
            ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
            while (channel.read(buffer) >= 0) {
                sha256.update(buffer.flip());
                buffer.clear();
            }
        }
        return new CodeDigest(HexFormat.of().formatHex(sha256.digest()));
    }

    /** A name is durable only once its folder is. */
    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
