package dev.meterlark.worker.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A Java package as a class path of jars, in the order in which our runtime looks: a JVM keeps
 * nothing of classes that lie in folders, so these are put into jars of ours.
 */
final class PackageJars {

    /** A time that does not change, because the JVM compares it. */
    private static final long ENTRY_MILLIS = 1_000_000_000_000L;

    private final Path code;
    private final Path target;
    private final String targetInside;
    private final List<String> classPath = new ArrayList<>();

    private PackageJars(Path code, Path target, String targetInside) {
        this.code = code;
        this.target = target;
        this.targetInside = targetInside;
    }

    /**
     * @param code the unpacked package, which nobody writes to
     * @param target an empty folder of ours
     * @param targetInside where the sandbox will see that folder
     * @return the class path as the sandbox sees it
     */
    static List<String> write(Path code, Path target, String targetInside) throws IOException {
        var jars = new PackageJars(code, target, targetInside);
        Path boot = code.resolve("BOOT-INF");
        if (Files.isDirectory(boot, LinkOption.NOFOLLOW_LINKS)) {
            jars.pack(boot.resolve("classes"), "classes.jar", _ -> true);
            jars.add(boot.resolve("lib"));
        }
        Path lib = code.resolve("lib");
        jars.pack(code, "root.jar", path -> !path.equals(boot) && !isJar(lib, path));
        jars.add(lib);
        return jars.classPath;
    }

    private static boolean isJar(Path folder, Path path) {
        return folder.equals(path.getParent()) && path.toString().endsWith(".jar");
    }

    private void add(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> found;
        try (Stream<Path> files = Files.list(folder)) {
            found = files.filter(file -> isJar(folder, file)).sorted().toList();
        }
        for (Path jar : found) {
            String inside = Profile.TASK + "/" + code.relativize(jar);
            if (inside.indexOf(':') >= 0) {
                throw new IOException("a class path cannot name " + inside);
            }
            classPath.add(inside);
        }
    }

    private void pack(Path folder, String name, Predicate<Path> wanted) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (OutputStream out = Files.newOutputStream(target.resolve(name));
                ZipOutputStream jar = new ZipOutputStream(out)) {
            jar.setLevel(Deflater.NO_COMPRESSION);
            Files.walkFileTree(folder, new Packing(folder, jar, wanted));
        }
        classPath.add(targetInside + "/" + name);
    }

    /** Follows no link. */
    private static final class Packing extends SimpleFileVisitor<Path> {

        private final Path folder;
        private final ZipOutputStream jar;
        private final Predicate<Path> wanted;

        private Packing(Path folder, ZipOutputStream jar, Predicate<Path> wanted) {
            this.folder = folder;
            this.jar = jar;
            this.wanted = wanted;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
                throws IOException {
            if (!wanted.test(path)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            if (!path.equals(folder)) {
                begin(path, "/");
                jar.closeEntry();
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
                throws IOException {
            if (attributes.isRegularFile() && wanted.test(path)) {
                begin(path, "");
                Files.copy(path, jar);
                jar.closeEntry();
            }
            return FileVisitResult.CONTINUE;
        }

        private void begin(Path path, String end) throws IOException {
            var entry = new ZipEntry(folder.relativize(path) + end);
            entry.setTime(ENTRY_MILLIS);
            jar.putNextEntry(entry);
        }
    }
}
