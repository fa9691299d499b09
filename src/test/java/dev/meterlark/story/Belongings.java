package dev.meterlark.story;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What one platform has on the machine: control groups and mounts of its sandboxes, descriptors.
 */
record Belongings(int groups, long mounts, long descriptors) {

    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

    static Belongings of(PlatformProcess platform, Path data) {
        String node = node(data);
        try {
            return new Belongings(groups(node).size(), mounts(node), descriptors(platform));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the platform names itself after its data folder. */
    private static String node(Path data) {
        byte[] path = data.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(path);
            return "meterlark-" + HexFormat.of().formatHex(hash, 0, 5);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** In whatever hierarchy; version 2 has one. */
    private static Set<String> groups(String node) throws IOException {
        Set<String> names = new TreeSet<>();
        addChildren(CGROUPS.resolve(node), names);
        try (DirectoryStream<Path> mounts = Files.newDirectoryStream(CGROUPS)) {
            for (Path mount : mounts) {
                addChildren(mount.resolve(node), names);
            }
        }
        return names;
    }

    private static void addChildren(Path parent, Set<String> names) throws IOException {
        if (!Files.isDirectory(parent)) {
            return;
        }
        try (DirectoryStream<Path> children = Files.newDirectoryStream(parent)) {
            for (Path child : children) {
                if (Files.isDirectory(child)) {
                    names.add(child.getFileName().toString());
                }
            }
        } catch (NoSuchFileException e) {
            return;
        }
    }

    private static long mounts(String node) throws IOException {
        try (Stream<String> all = Files.lines(Path.of("/proc/self/mounts"))) {
            return all.filter(line -> line.contains("/run/" + node)).count();
        }
    }

    private static long descriptors(PlatformProcess platform) throws IOException {
        Path folder = Path.of("/proc/%d/fd".formatted(platform.handle().pid()));
        try (Stream<Path> all = Files.list(folder)) {
            return all.count();
        }
    }
}
