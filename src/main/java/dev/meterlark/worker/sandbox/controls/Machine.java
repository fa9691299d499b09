package dev.meterlark.worker.sandbox.controls;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the machine says of itself and of this process. A text is empty where it says nothing.
 *
 * @param threadsPerCore {@code 1} when hyper-threading is on
 * @param mergedPages {@code 0} when no equal pages are looked for
 * @param swaps areas in use
 * @param microcode its revision
 * @param vulnerabilities of the processor, by name, as the kernel judges them
 * @param status of this process, by key
 * @param environment names of this process's variables
 */
public record Machine(
        String threadsPerCore,
        String mergedPages,
        int swaps,
        String microcode,
        Map<String, String> vulnerabilities,
        Map<String, String> status,
        Set<String> environment) {

    public static Machine read() {
        return new Machine(
                text("/sys/devices/system/cpu/smt/active"),
                text("/sys/kernel/mm/ksm/run"),
                (int) Math.max(0, text("/proc/swaps").lines().count() - 1),
                keyed("/proc/cpuinfo").getOrDefault("microcode", ""),
                asTheKernelJudges(),
                keyed("/proc/self/status"),
                System.getenv().keySet());
    }

    private static Map<String, String> asTheKernelJudges() {
        Map<String, String> found = new TreeMap<>();
        Path folder = Path.of("/sys/devices/system/cpu/vulnerabilities");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                found.put(file.getFileName().toString(), text(file.toString()));
            }
        } catch (IOException e) {
            return Map.of(); // the kernel does not say
        }
        return found;
    }

    private static Map<String, String> keyed(String file) {
        Map<String, String> found = new TreeMap<>();
        for (String line : text(file).split("\n")) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                found.putIfAbsent(
                        line.substring(0, colon).strip(), line.substring(colon + 1).strip());
            }
        }
        return found;
    }

    private static String text(String file) {
        try {
            return Files.readString(Path.of(file), UTF_8).strip();
        } catch (IOException e) {
            return ""; // not every kernel has it
        }
    }
}
