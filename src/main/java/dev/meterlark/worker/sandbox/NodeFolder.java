package dev.meterlark.worker.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * Where one node keeps what its sandboxes are made of: {@code /run/meterlark-<node>}, a file system
 * in memory, because {@code /run} itself may forbid to execute. Held by a lock that the kernel
 * takes back from the dead, so nothing of a living node is ever cleaned up. No tenant can write
 * here.
 */
final class NodeFolder implements AutoCloseable {

    private static final int DEVICE_NULL = 3;
    private static final int DEVICE_ZERO = 5;
    private static final int DEVICE_FULL = 7;
    private static final int DEVICE_RANDOM = 8;
    private static final int DEVICE_URANDOM = 9;

    private final Path folder;
    private final int lock;

    private NodeFolder(Path folder, int lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Takes the folder for this process; what a predecessor left is still in it.
     *
     * @throws IOException also when a living process has it
     */
    static NodeFolder claim(Path folder) throws IOException {
        makeFolder(folder, "rwx--x--x");
        int lock = Kernel.open(folder);
        if (!Kernel.lock(lock)) {
            Kernel.close(lock);
            throw new IOException(
                    "%s belongs to another running Meterlark with the same data".formatted(folder));
        }
        return new NodeFolder(folder, lock);
    }

    /** Unmounts and deletes whatever is inside. */
    void empty() throws IOException {
        for (Path mount : mountsBelow(folder).reversed()) {
            Kernel.unmount(mount);
        }
        deleteInside(folder);
    }

    /** Lays out an empty folder. */
    void furnish(String size) throws IOException {
        Path box = makeFolder(box(), "rwx--x--x");
        Kernel.mountMemory(box, "mode=0711,size=" + size, false);
        makeFolder(images(), "rwxr-xr-x");
        makeFolder(sandboxes(), "rwx------");
        makeFolder(state(), "rwx------");
        makeDevices();
    }

    /** Root file systems, one a runtime. */
    Path images() {
        return box().resolve("images");
    }

    /** One folder for each sandbox there is. */
    Path sandboxes() {
        return box().resolve("sandboxes");
    }

    /** The OCI runtime's own records. */
    Path state() {
        return box().resolve("state");
    }

    /** What every sandbox sees as {@code /dev}. */
    Path devices() {
        return box().resolve("dev");
    }

    private Path box() {
        return folder.resolve("box");
    }

    private void makeDevices() throws IOException {
        Path dev = makeFolder(devices(), "rwxr-xr-x");
        Kernel.mountMemory(dev, "mode=0755,size=64k,nr_inodes=32", true);
        makeDevice(dev.resolve("null"), DEVICE_NULL);
        makeDevice(dev.resolve("zero"), DEVICE_ZERO);
        makeDevice(dev.resolve("full"), DEVICE_FULL);
        makeDevice(dev.resolve("random"), DEVICE_RANDOM);
        makeDevice(dev.resolve("urandom"), DEVICE_URANDOM);
        makeFolder(dev.resolve("shm"), "rwxrwxrwx");
        Files.createSymbolicLink(dev.resolve("fd"), Path.of("/proc/self/fd"));
        Files.createSymbolicLink(dev.resolve("stdin"), Path.of("/proc/self/fd/0"));
        Files.createSymbolicLink(dev.resolve("stdout"), Path.of("/proc/self/fd/1"));
        Files.createSymbolicLink(dev.resolve("stderr"), Path.of("/proc/self/fd/2"));
    }

    private static void makeDevice(Path path, int minor) throws IOException {
        Kernel.makeDevice(path, 1, minor);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
    }

    /** Sets the mode whatever the umask of this process is. */
    static Path makeFolder(Path path, String mode) throws IOException {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(path);
        }
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    static void deleteTree(Path tree) throws IOException {
        if (Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            deleteInside(tree);
            Files.deleteIfExists(tree);
        }
    }

    private static void deleteInside(Path top) throws IOException {
        Files.walkFileTree(
                top,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failure)
                            throws IOException {
                        if (failure instanceof NoSuchFileException) {
                            return FileVisitResult.CONTINUE;
                        }
                        throw failure;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path directory, @Nullable IOException failure) throws IOException {
                        if (!directory.equals(top)) {
                            Files.deleteIfExists(directory);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    /** In the order they were mounted. */
    private static List<Path> mountsBelow(Path folder) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mountinfo"), UTF_8).stream()
                .map(line -> Path.of(line.split(" ")[4]))
                .filter(mount -> mount.startsWith(folder))
                .toList();
    }

    /** Leaves nothing. */
    @Override
    public void close() throws IOException {
        empty();
        Files.deleteIfExists(folder);
        Kernel.close(lock);
    }
}
