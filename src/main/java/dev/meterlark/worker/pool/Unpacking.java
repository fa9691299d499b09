package dev.meterlark.worker.pool;

import dev.meterlark.shared.CodeDigest;

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
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipException;

/**
 * Writes a package's files into a new folder, readable by every sandbox and writable by nobody but
 * root. The package was checked when it was uploaded; what would harm the host is refused here
 * again.
 */
final class Unpacking extends SimpleFileVisitor<Path> {

    /**
     * @param bytes of all files together, and of the package itself
     * @param entries files and folders together; each takes an inode
     */
    record Bounds(long bytes, long entries) {}

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
    private final Bounds bounds;
    private long bytes;
    private long entries = -1; // the root is none

    private Unpacking(Path target, Bounds bounds) {
        this.target = target;
        this.bounds = bounds;
    }

    /**
     * @param digest what the package's bytes must have; the disk may have changed them
     * @param target a folder that does not exist yet
     * @return bytes of all files together
     */
    static long unpack(InputStream zip, CodeDigest digest, Path target, Bounds bounds)
            throws IOException {
        Path file = target.resolveSibling(target.getFileName() + ".zip");
        try {
            fetch(zip, digest, file, bounds);
            try (FileSystem contents =
                    FileSystems.newFileSystem(file, Map.of("enablePosixFileAttributes", true))) {
                var unpacking = new Unpacking(target, bounds);
                Files.walkFileTree(contents.getPath("/"), unpacking);
                return unpacking.bytes;
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static void fetch(InputStream zip, CodeDigest digest, Path file, Bounds bounds)
            throws IOException {
        MessageDigest sha256 = sha256();
        try (zip;
                OutputStream to = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            new Unpacking(file, bounds).copy(new DigestInputStream(zip, sha256), to);
        }
        String actual = HexFormat.of().formatHex(sha256.digest());
        if (!actual.equals(digest.hex())) {
            throw new IOException("the store holds something else, with the SHA-256 " + actual);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
            throws IOException {
        count();
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
        count();
        Path file = inTarget(entry);
        try (InputStream from = Files.newInputStream(entry);
                OutputStream to = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            copy(from, to);
        }
        Files.setPosixFilePermissions(file, isExecutable(entry) ? EXECUTABLE : FILE);
        // The same each time it is unpacked: a JVM that kept what it knows of a jar compares it.
        Files.setLastModifiedTime(file, attributes.lastModifiedTime());
        return FileVisitResult.CONTINUE;
    }

    private void count() throws ZipException {
        if (++entries > bounds.entries) {
            throw new ZipException(
                    "holds more than %d files and folders".formatted(bounds.entries));
        }
    }

    private void copy(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        for (int count; (count = from.read(buffer)) >= 0; ) {
            bytes += count;
            if (bytes > bounds.bytes) {
                throw new ZipException("holds more than %d bytes".formatted(bounds.bytes));
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
