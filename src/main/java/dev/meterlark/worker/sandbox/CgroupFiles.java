package dev.meterlark.worker.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Reading and writing the one-line files of control groups. */
final class CgroupFiles {

    private CgroupFiles() {}

    static void write(Path file, String value) throws IOException {
        Files.write(file, value.getBytes(US_ASCII), StandardOpenOption.WRITE);
    }

    static long number(Path file) throws IOException {
        return Long.parseLong(Files.readString(file, US_ASCII).strip());
    }

    /** The number behind a key in a file of such lines; 0 when there is none. */
    static long number(Path file, String key) throws IOException {
        for (String line : Files.readAllLines(file, US_ASCII)) {
            if (line.startsWith(key + " ")) {
                return Long.parseLong(line.substring(key.length() + 1).strip());
            }
        }
        return 0;
    }

    /** Empty when the group is gone. */
    static List<Integer> processes(Path folder) throws IOException {
        List<Integer> ids = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(folder.resolve("cgroup.procs"), US_ASCII)) {
                ids.add(Integer.valueOf(line));
            }
        } catch (NoSuchFileException e) {
            return List.of();
        }
        return ids;
    }
}
