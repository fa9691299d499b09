package dev.meterlark.worker.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds programs of this machine that are programs, not a version manager's scripts. */
final class Programs {

    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};
    private static final List<String> FOLDERS =
            List.of("/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin", "/opt/node/bin");

    private Programs() {}

    /**
     * @param configured looked at instead when not empty
     */
    static Optional<Path> find(String configured, String name) throws IOException {
        Stream<Path> candidates =
                configured.isEmpty()
                        ? FOLDERS.stream().map(folder -> Path.of(folder, name))
                        : Stream.of(Path.of(configured));
        for (Path candidate : candidates.toList()) {
            if (Files.isExecutable(candidate) && isProgram(candidate)) {
                return Optional.of(candidate.toRealPath());
            }
        }
        return Optional.empty();
    }

    private static boolean isProgram(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(ELF.length), ELF);
        }
    }
}
