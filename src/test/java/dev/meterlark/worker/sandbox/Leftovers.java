package dev.meterlark.worker.sandbox;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeSet;

/**
 * What a name has left on the machine: control groups, mounts, files, processes. Others may come
 * and go while it looks.
 */
final class Leftovers {

    private Leftovers() {}

    /** Of a sandbox by its id, or of a node by its name. */
    static List<String> of(String name) throws IOException {
        List<String> found = new ArrayList<>();
        groups(name).forEach(group -> found.add(group.toString()));
        Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .filter(line -> line.contains(name))
                .forEach(found::add);
        below(Path.of("/run"), 6, name).forEach(file -> found.add(file.toString()));
        return found;
    }

    static TreeSet<String> processes(String name) throws IOException {
        var processes = new TreeSet<String>();
        for (Path group : groups(name)) {
            CgroupFiles.processes(group).forEach(id -> processes.add(id.toString()));
        }
        return processes;
    }

    private static List<Path> groups(String name) throws IOException {
        return below(Path.of("/sys/fs/cgroup"), 4, name).stream()
                .filter(Files::isDirectory)
                .toList();
    }

    private static List<Path> below(Path root, int depth, String name) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(
                root,
                EnumSet.noneOf(FileVisitOption.class),
                depth,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes is) {
                        return visitFile(folder, is);
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes is) {
                        if (file.toString().contains(name)) {
                            found.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException gone) {
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path folder, IOException gone) {
                        return FileVisitResult.CONTINUE;
                    }
                });
        return found;
    }
}
