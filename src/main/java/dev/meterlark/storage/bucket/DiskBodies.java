package dev.meterlark.storage.bucket;

import dev.meterlark.platform.DataFolder;
import dev.meterlark.platform.DurableSteps;

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
import java.util.Set;

/**
 * Bodies as files of the data folder, {@code objects/ab/ab12…}. What is unfinished lies in {@code
 * objects/unfinished}, on the same file system, and is moved when it is on the disk for certain.
 */
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
    public void write(BodyId id, InputStream bytes) throws IOException {
        Path temporary = temporary(id);
        copy(bytes, temporary);
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
    }

    private static void copy(InputStream bytes, Path target) throws IOException {
        byte[] piece = new byte[PIECE];
        try (FileChannel file = create(target)) {
            for (int read = bytes.read(piece); read >= 0; read = bytes.read(piece)) {
                ByteBuffer buffer = ByteBuffer.wrap(piece, 0, read);
                while (buffer.hasRemaining()) {
                    file.write(buffer);
                }
            }
            file.force(true);
        }
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
}
