package dev.meterlark.worker.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a name has left on the machine: control groups, mounts, files, processes. */
final class Leftovers {

    private Leftovers() {}

    /** Of a sandbox by its id, or of a node by its name. */
    static List<String> of(String name) throws IOException {
        List<String> found = new ArrayList<>();
        found.addAll(groups(name).stream().map(Path::toString).toList());
        Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .filter(line -> line.contains(name))
                .forEach(found::add);
        try (Stream<Path> files = Files.walk(Path.of("/run"), 6)) {
            files.filter(file -> file.toString().contains(name))
                    .forEach(file -> found.add("" + file));
        }
        return found;
    }

    static TreeSet<String> processes(String name) throws IOException {
        var processes = new TreeSet<String>();
        for (Path group : groups(name)) {
            processes.addAll(Files.readAllLines(group.resolve("cgroup.procs")));
        }
        return processes;
    }

    private static List<Path> groups(String name) throws IOException {
        try (Stream<Path> folders = Files.walk(Path.of("/sys/fs/cgroup"), 4)) {
            return folders.filter(Files::isDirectory)
                    .filter(f -> f.toString().contains(name))
                    .toList();
        }
    }
}
