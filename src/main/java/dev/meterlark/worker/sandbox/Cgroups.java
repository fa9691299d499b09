package dev.meterlark.worker.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The control groups of one node, all below one group of its own name. Which version counts is what
 * OCI runtimes go by too: version 2 when it is mounted on the root.
 */
final class Cgroups {

    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final String parent;
    private final boolean unified;
    private final Map<String, Path> mounts;

    private Cgroups(String parent, boolean unified, Map<String, Path> mounts) {
        this.parent = parent;
        this.unified = unified;
        this.mounts = mounts;
    }

    static Cgroups of(String node) throws IOException {
        boolean unified = Files.exists(ROOT.resolve("cgroup.controllers"));
        return new Cgroups("/" + node, unified, mounts());
    }

    /** For people: which version, and what it cannot limit here. */
    String description() {
        return unified ? "cgroup v2" : "cgroup v1";
    }

    /** The node's own group, where those of its sandboxes are frozen and killed. */
    Path folder() throws IOException {
        Path mount = unified ? ROOT : mounts.get("freezer");
        if (mount == null) {
            throw new IOException("the machine has no cgroup controller freezer");
        }
        return mount.resolve(parent.substring(1));
    }

    Cgroup group(String name) {
        String path = parent + "/" + name;
        return unified ? new CgroupV2(path, ROOT) : new CgroupV1(path, mounts);
    }

    /** Names of the groups that are there, left by whoever. */
    Set<String> present() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path mount : mounts.values()) {
            try (DirectoryStream<Path> children =
                    Files.newDirectoryStream(mount.resolve(parent.substring(1)))) {
                for (Path child : children) {
                    if (Files.isDirectory(child)) {
                        names.add(child.getFileName().toString());
                    }
                }
            } catch (NoSuchFileException e) {
                continue;
            }
        }
        return names;
    }

    /** Kills what is in the group, waits until it is empty and removes it from every hierarchy. */
    void remove(Cgroup group, long deadlineNanos) throws IOException {
        while (!group.processes().isEmpty()) {
            group.kill();
            pauseUntil(deadlineNanos, group.path() + " still has processes");
        }
        for (Path folder : group.folders()) {
            while (!removed(folder)) {
                pauseUntil(deadlineNanos, folder + " is busy");
            }
        }
    }

    /** Removes the node's own group; there must be none in it any more. */
    void removeAll() throws IOException {
        for (Path mount : Set.copyOf(mounts.values())) {
            removed(mount.resolve(parent.substring(1)));
        }
    }

    private static boolean removed(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
            return true;
        } catch (IOException e) {
            if (Files.exists(folder)) {
                return false;
            }
            throw e;
        }
    }

    private static void pauseUntil(long deadlineNanos, String what) throws IOException {
        if (System.nanoTime() - deadlineNanos > 0) {
            throw new IOException(what);
        }
        LockSupport.parkNanos(RETRY_NANOS);
    }

    /** Where each controller of version 1, and version 2 as {@code ""}, is mounted. */
    private static Map<String, Path> mounts() throws IOException {
        Map<String, Path> found = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"), UTF_8)) {
            // 36 25 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
            List<String> words = List.of(line.split(" "));
            int dash = words.indexOf("-");
            Path where = Path.of(words.get(4));
            switch (words.get(dash + 1)) {
                case "cgroup" -> {
                    for (String option : words.get(dash + 3).split(",")) {
                        found.putIfAbsent(option, where);
                    }
                }
                case "cgroup2" -> found.putIfAbsent("", where);
                default -> {}
            }
        }
        found.remove("rw"); // a mount option, no controller
        found.remove("ro");
        return found;
    }
}
