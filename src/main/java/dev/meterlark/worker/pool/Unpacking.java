package dev.meterlark.worker.pool;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipException;

/**
 * Writes a package's files into a new folder, readable by every sandbox and writable by nobody but
 * root. The package was checked when it was uploaded; what would harm the host is refused here
 * again.
 */
final class Unpacking extends SimpleFileVisitor<Path> {

    /** Lambda's bound on what a package may hold. */
    private static final long LARGEST = 262_144_000;

    private static final Set<PosixFilePermission> FOLDER =
            PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> FILE =
            PosixFilePermissions.fromString("r--r--r--");
    private static final Set<PosixFilePermission> EXECUTABLE =
            PosixFilePermissions.fromString("r-xr-xr-x");

    /**
     * @param bytes of all files together
     */
    record Result(Path folder, long bytes) {}

    private final Path target;
    private long bytes;

    private Unpacking(Path target) {
        this.target = target;
    }

    /**
     * @param target a folder that does not exist yet
     * @return bytes of all files together
     */
    static long unpack(InputStream zip, Path target) throws IOException {
        Path file = target.resolveSibling(target.getFileName() + ".zip");
        try {
            try (zip) {
                Files.copy(zip, file);
            }
            try (FileSystem contents =
                    FileSystems.newFileSystem(file, Map.of("enablePosixFileAttributes", true))) {
                var unpacking = new Unpacking(target);
                Files.walkFileTree(contents.getPath("/"), unpacking);
                return unpacking.bytes;
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
            throws IOException {
        Path made = Files.createDirectory(inTarget(folder));
        Files.setPosixFilePermissions(made, FOLDER);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path entry, BasicFileAttributes attributes)
            throws IOException {
        if (!attributes.isRegularFile()) {
            throw new ZipException("neither a file nor a folder: " + entry);
        }
        Path file = inTarget(entry);
        try (InputStream from = Files.newInputStream(entry);
                OutputStream to = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            copy(from, to);
        }
        Files.setPosixFilePermissions(file, isExecutable(entry) ? EXECUTABLE : FILE);
        return FileVisitResult.CONTINUE;
    }

    private void copy(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        for (int count; (count = from.read(buffer)) >= 0; ) {
            bytes += count;
            if (bytes > LARGEST) {
                throw new ZipException("unpacks to more than %d bytes".formatted(LARGEST));
            }
            to.write(buffer, 0, count);
        }
    }

    private static boolean isExecutable(Path entry) throws IOException {
        return Files.getAttribute(entry, "zip:permissions") instanceof Set<?> permissions
                && permissions.contains(PosixFilePermission.OWNER_EXECUTE);
    }

    private Path inTarget(Path entry) throws ZipException {
        Path inside = target.resolve(entry.toString().substring(1)).normalize();
        if (!inside.startsWith(target)) {
            throw new ZipException("leads out of the package: " + entry);
        }
        return inside;
    }
}
