package dev.meterlark.worker.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.worker.SandboxSpec;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * What JVMs wrote down of starts, in folders that sandboxes see read-only. A folder with its final
 * name is complete. Each belongs to one account's one package and to one Java, and is used for
 * nothing else: what is in it came out of a sandbox. Its monitor guards which folders there are.
 */
final class KeptStarts {

    private static final Logger log = LoggerFactory.getLogger(KeptStarts.class);

    /** Changes when what is kept, or how a JVM is started with it, does. */
    private static final String FORM = "1";

    private static final String CLASS_PATH = "class-path";
    private static final String CACHE = "cache";

    /** Its time of change is that of the last use. */
    private static final String USED = "used";

    private static final String UNFINISHED = ".part";

    private final Path root;
    private final long maxBytes;

    /** Unfinished ones of a predecessor go. */
    KeptStarts(Path root, long maxBytes) throws IOException {
        this.root = Files.createDirectories(root);
        this.maxBytes = maxBytes;
        for (Path each : folders()) {
            if (each.toString().endsWith(UNFINISHED)) {
                NodeFolder.deleteTree(each);
            }
        }
    }

    /** Of whom and what; a name for a folder. */
    record Key(String name) {

        static Key of(SandboxSpec spec, JavaCommand java) {
            return of(
                    java,
                    spec.account().value().toString(),
                    spec.code().hex(),
                    spec.runtime(),
                    spec.handler());
        }

        /** Of our own runtime, whoever's function it will run. */
        static Key of(JavaCommand java) {
            return of(java, "");
        }

        private static Key of(JavaCommand java, String... parts) {
            MessageDigest digest = sha256();
            List<String> all = new ArrayList<>(List.of(FORM, java.version(), java.runtime()));
            all.addAll(List.of(parts));
            for (String part : all) {
                digest.update(part.getBytes(UTF_8));
                digest.update((byte) 0);
            }
            return new Key(HexFormat.of().formatHex(digest.digest(), 0, 16));
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }
    }

    /** A start that was kept. */
    record Kept(Path folder, List<String> classPath) {

        Path cache() {
            return folder.resolve(CACHE);
        }
    }

    /** Null when there is none that is worth using. */
    synchronized @Nullable Kept of(Key key) {
        Path folder = root.resolve(key.name());
        if (!Files.isRegularFile(folder.resolve(CACHE), LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        try {
            Files.write(folder.resolve(USED), new byte[1]);
            return new Kept(folder, Files.readAllLines(folder.resolve(CLASS_PATH), UTF_8));
        } catch (IOException e) {
            log.warn("What was kept of a start cannot be read", e);
            return null;
        }
    }

    /** Whether it was decided if a start is kept. */
    synchronized boolean knows(Key key) {
        return Files.isDirectory(root.resolve(key.name()), LinkOption.NOFOLLOW_LINKS);
    }

    /** An empty folder to fill. */
    synchronized Path begin(Key key) throws IOException {
        Path folder = root.resolve(key.name() + UNFINISHED);
        NodeFolder.deleteTree(folder);
        return NodeFolder.makeFolder(folder, "rwxr-xr-x");
    }

    /** What is being filled, to be tried before it is {@linkplain #keep kept}. */
    static Kept unfinished(Path folder, List<String> classPath) {
        return new Kept(folder, classPath);
    }

    synchronized void keep(Key key, Kept filled) throws IOException {
        Files.write(filled.folder().resolve(CLASS_PATH), filled.classPath());
        Path folder = root.resolve(key.name());
        NodeFolder.deleteTree(folder);
        Files.move(filled.folder(), folder);
        deleteOldest();
    }

    /** Remembers that nothing is kept, so that it is not tried again. */
    synchronized void keepNothing(Key key) {
        try {
            NodeFolder.deleteTree(root.resolve(key.name() + UNFINISHED));
            NodeFolder.deleteTree(root.resolve(key.name()));
            NodeFolder.makeFolder(root.resolve(key.name()), "rwxr-xr-x");
        } catch (IOException e) {
            log.warn("What was kept of a start cannot be deleted", e);
        }
    }

    private void deleteOldest() throws IOException {
        List<Path> oldestFirst = new ArrayList<>(folders());
        oldestFirst.sort(Comparator.comparing(KeptStarts::lastUse));
        long total = 0;
        for (Path each : oldestFirst) {
            total += bytes(each);
        }
        for (Path each : oldestFirst) {
            if (total > maxBytes) {
                total -= bytes(each);
                NodeFolder.deleteTree(each);
            }
        }
    }

    private List<Path> folders() throws IOException {
        try (Stream<Path> all = Files.list(root)) {
            return all.toList();
        }
    }

    private static FileTime lastUse(Path folder) {
        File used = folder.resolve(USED).toFile();
        return FileTime.fromMillis((used.exists() ? used : folder.toFile()).lastModified());
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
