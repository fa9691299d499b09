package dev.meterlark.worker.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which shared libraries programs of this machine need, by asking its own loader. */
final class Libraries {

    /** What programs built elsewhere count on, and what the C library opens by name at run time. */
    private static final List<String> BASE =
            List.of(
                    "libc.so.6",
                    "libm.so.6",
                    "libdl.so.2",
                    "libpthread.so.0",
                    "librt.so.1",
                    "libutil.so.1",
                    "libresolv.so.2",
                    "libnss_files.so.2",
                    "libnss_dns.so.2",
                    "libgcc_s.so.1",
                    "libstdc++.so.6",
                    "libz.so.1");

    private Libraries() {}

    /** All of them, with the loader, as the loader names them. */
    static Set<Path> of(Collection<Path> programs) throws IOException {
        if (programs.isEmpty()) {
            return Set.of();
        }
        List<String> command = new ArrayList<>(List.of("ldd"));
        programs.forEach(program -> command.add(program.toString()));
        Set<Path> found = new TreeSet<>();
        Command.output(command.toArray(String[]::new))
                .lines()
                .flatMap(Libraries::file)
                .filter(Files::isRegularFile)
                .forEach(found::add);
        return found;
    }

    /** The base, found beside the C library that the program uses. */
    static Set<Path> base(Path program) throws IOException {
        Set<Path> found = new TreeSet<>();
        for (Path library : of(List.of(program))) {
            if (library.getFileName().toString().startsWith("libc.so")) {
                Path real = library.toRealPath();
                BASE.stream().map(real::resolveSibling).filter(Files::exists).forEach(found::add);
            }
        }
        return found;
    }

    /** {@code libc.so.6 => /lib/libc.so.6 (0x…)} and {@code /lib64/ld-linux-x86-64.so.2 (0x…)}. */
    private static Stream<Path> file(String line) {
        String right = line.substring(line.indexOf("=>") < 0 ? 0 : line.indexOf("=>") + 2).strip();
        int end = right.indexOf(" (");
        return right.startsWith("/") && end > 0 && line.startsWith("\t")
                ? Stream.of(Path.of(right.substring(0, end)))
                : Stream.empty();
    }
}
