package dev.meterlark.storage.bucket;

import dev.meterlark.platform.DataFolder;
import dev.meterlark.platform.DurableSteps;

import org.springframework.stereotype.Component;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/**
 * Bodies as files of the data folder, {@code objects/ab/ab12…}. What is unfinished lies in {@code
 * objects/unfinished}, on the same file system, and is moved when it is on the disk for certain.
 */
@Component
class DiskBodies implements Bodies {

    private static final int PIECE = 64 * 1024;

    private final Path objects;
    private final Path unfinished;

    DiskBodies(DataFolder data) throws IOException {
        this.objects = data.folder("objects");
        this.unfinished = data.folder("objects/unfinished");
        sync(objects);
        sync(data.path());
    }

    @Override
    public Written write(BodyId id, InputStream bytes, long most) throws IOException {
        Path temporary = temporary(id);
        Written written = copy(bytes, temporary, most);
        DurableSteps.reached("object.synced");
        Path folder = folder(id);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            sync(objects);
        }
        Files.move(temporary, place(id), StandardCopyOption.ATOMIC_MOVE);
        sync(folder);
        DurableSteps.reached("object.stored");
        return written;
    }

    private static Written copy(InputStream bytes, Path target, long most) throws IOException {
        MessageDigest md5 = digest("MD5");
        MessageDigest sha256 = digest("SHA-256");
        byte[] piece = new byte[PIECE];
        long size = 0;
        try (FileChannel file = create(target)) {
            for (int read = bytes.read(piece); read >= 0; read = bytes.read(piece)) {
                size += read;
                if (size > most) {
                    throw new TooLargeException(most);
                }
                md5.update(piece, 0, read);
                sha256.update(piece, 0, read);
                ByteBuffer buffer = ByteBuffer.wrap(piece, 0, read);
                while (buffer.hasRemaining()) {
                    file.write(buffer);
                }
            }
            file.force(true);
        }
        HexFormat hex = HexFormat.of();
        return new Written(size, hex.formatHex(md5.digest()), hex.formatHex(sha256.digest()));
    }

    private static FileChannel create(Path target) throws IOException {
        return FileChannel.open(
                target,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    @Override
    public InputStream open(BodyId id, long from) throws IOException {
        FileChannel file =
                FileChannel.open(place(id), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        return Channels.newInputStream(file.position(from));
    }

    @Override
    public void delete(BodyId id) throws IOException {
        Files.deleteIfExists(temporary(id));
        Files.deleteIfExists(place(id));
    }

    private Path temporary(BodyId id) {
        return unfinished.resolve(id.toString());
    }

    private Path place(BodyId id) {
        return folder(id).resolve(id.toString());
    }

    private Path folder(BodyId id) {
        return objects.resolve(id.toString().substring(0, 2));
    }

    /** A name is durable only once its folder is. */
    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + name, e);
        }
    }
}
