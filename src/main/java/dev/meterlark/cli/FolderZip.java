package dev.meterlark.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A folder as a zip: the same bytes for the same content, wherever and whenever. */
final class FolderZip {

    private static final long MOST_BYTES = 1L << 30;
    private static final int MOST_FILES = 65_000;

    private final Path folder;
    private final IgnoreFile ignored;
    private final ZipWriter zip;
    private final List<String> names = new ArrayList<>();
    private long bytes;

    private FolderZip(Path folder, IgnoreFile ignored, ZipWriter zip) {
        this.folder = folder;
        this.ignored = ignored;
        this.zip = zip;
    }

    /**
     * @return the names of the files in it
     */
    static List<String> write(Path folder, Path file) throws IOException {
        try (ZipWriter zip = new ZipWriter(file)) {
            FolderZip packing = new FolderZip(folder, IgnoreFile.in(folder), zip);
            packing.add(folder, "");
            zip.finish();
            return packing.names;
        }
    }

    private void add(Path directory, String prefix) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(entries::add);
        }
        entries.sort(Comparator.comparing(path -> path.getFileName().toString()));
        for (Path entry : entries) {
            String name = prefix + entry.getFileName();
            boolean isFolder = Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
            if (ignored.ignores(name, isFolder)) {
                continue;
            }
            if (isFolder) {
                add(entry, name + "/");
            } else {
                addFile(entry, name);
            }
        }
    }

    private void addFile(Path file, String name) throws IOException {
        if (Files.isSymbolicLink(file)) {
            throw refused(
                    "%s is a symbolic link, which a package must not hold".formatted(name),
                    "Replace it by what it points at, or name it in %s."
                            .formatted(IgnoreFile.NAME));
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw refused(
                    "%s is neither a file nor a folder".formatted(name),
                    "Name it in %s.".formatted(IgnoreFile.NAME));
        }
        if (names.size() >= MOST_FILES) {
            throw refused("%s holds more than %d files".formatted(folder, MOST_FILES), leaveOut());
        }
        if (bytes + Files.size(file) > MOST_BYTES) {
            throw refused(
                    "%s holds more than %s, reached at %s"
                            .formatted(folder, Size.of(MOST_BYTES), name),
                    leaveOut());
        }
        try (InputStream content = Files.newInputStream(file)) {
            bytes += zip.add(name, content, isExecutable(file));
        }
        names.add(name);
    }

    /** By its mark: what may be executed here depends on who asks. */
    private static boolean isExecutable(Path file) throws IOException {
        return Files.getPosixFilePermissions(file).stream()
                .anyMatch(permission -> permission.name().endsWith("_EXECUTE"));
    }

    private static String leaveOut() {
        return "Name what is not needed in %s.".formatted(IgnoreFile.NAME);
    }

    private static Failure refused(String message, String advice) {
        return Failure.usage(message, advice);
    }
}
