package dev.meterlark.worker.sandbox;

import dev.meterlark.worker.RuntimeOffer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Java: an installation as it is, and our bootstrap's own jar. */
final class JavaFamily implements Family {

    private static final int MIB_PER_CPU = 1769;
    private static final int USUAL_MEMORY_MIB = 512;
    private static final String JAR = "/var/runtime/meterlark-runtime.jar";

    /** What a JVM needs beside its heap: code, metadata, threads, and half of {@code /tmp}. */
    private static final int BESIDE_HEAP_MIB = 96;

    /** Grows by itself; until then a young JVM leaves no garbage in more memory than this. */
    private static final int FIRST_HEAP_MIB = 16;

    private final List<Path> homes;

    /**
     * @param configured the platform's own when empty
     */
    JavaFamily(List<Path> configured) {
        this.homes =
                configured.isEmpty()
                        ? List.of(Path.of(System.getProperty("java.home")))
                        : configured;
    }

    @Override
    public String name() {
        return "java";
    }

    @Override
    public List<RuntimeImage> build(Path images) throws IOException {
        List<RuntimeImage> built = new ArrayList<>();
        for (Path home : homes) {
            built.add(build(images, home.toRealPath()));
        }
        return built;
    }

    private RuntimeImage build(Path images, Path home) throws IOException {
        String version = version(home);
        String exact = name() + version.replaceFirst("^(\\d+).*", "$1");
        ImageBuilder image = ImageBuilder.at(images.resolve(exact));
        Shell.addTo(image);
        layOut(home, image);
        image.resource("/runtimes/java/meterlark-runtime.jar", JAR);
        return new RuntimeImage(
                new RuntimeOffer(exact, name(), version),
                image.root(),
                image.mounts(),
                memoryMiB -> command(home, version, memoryMiB),
                canComeLate(version) ? ahead(home, version) : null);
    }

    /** An installation and the libraries that it finds elsewhere. */
    static void layOut(Path home, ImageBuilder image) throws IOException {
        image.mount(home);
        addWhatLinksLeaveFor(home, image);
        List<Path> binaries = new ArrayList<>(List.of(home.resolve("bin/java")));
        try (Stream<Path> files = Files.walk(home.resolve("lib"))) {
            files.filter(file -> file.toString().endsWith(".so")).forEach(binaries::add);
        }
        for (Path library : Libraries.of(binaries)) {
            if (!library.toRealPath().startsWith(home)) {
                image.copy(library);
            }
        }
    }

    /** Distributions keep certificates and configuration elsewhere and link to them. */
    private static void addWhatLinksLeaveFor(Path home, ImageBuilder image) throws IOException {
        List<Path> links;
        try (Stream<Path> files = Files.walk(home)) {
            links = files.filter(Files::isSymbolicLink).toList();
        }
        for (Path link : links) {
            Path target = link.resolveSibling(Files.readSymbolicLink(link)).normalize();
            if (target.startsWith(home) || !Files.exists(target)) {
                continue;
            }
            if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
                image.mount(target);
            } else if (Files.isRegularFile(target)) {
                image.copy(target);
            }
        }
    }

    private static String version(Path home) throws IOException {
        for (String line : Files.readAllLines(home.resolve("release"))) {
            if (line.startsWith("JAVA_VERSION=")) {
                return line.substring(line.indexOf('=') + 1).replace("\"", "");
            }
        }
        throw new IOException(home + "/release does not name a version");
    }

    private static RuntimeImage.Ahead ahead(Path home, String version) {
        return RuntimeImage.Ahead.with(
                memoryMiB -> {
                    List<String> command = new ArrayList<>(command(home, version, memoryMiB));
                    command.add(1, "-Duser.dir=" + Profile.TASK); // as when it starts there
                    return command;
                },
                true,
                USUAL_MEMORY_MIB);
    }

    /** Where Java can call the C library, which is what tells it its environment later. */
    private static boolean canComeLate(String version) {
        return Integer.parseInt(version.replaceFirst("^(\\d+).*", "$1")) >= 22;
    }

    /** A young JVM that serves one call at a time: the smallest collector, the quick compiler. */
    private static List<String> command(Path home, String version, int memoryMiB) {
        int heap = Math.max(memoryMiB / 2, memoryMiB - BESIDE_HEAP_MIB - memoryMiB / 10);
        int processors = Math.max(1, (memoryMiB + MIB_PER_CPU / 2) / MIB_PER_CPU);
        List<String> command = new ArrayList<>();
        command.add(home + "/bin/java");
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-XX:-UsePerfData");
        command.add("-XX:ActiveProcessorCount=" + processors);
        command.add("-Xms" + Math.min(FIRST_HEAP_MIB, heap) + "m");
        command.add("-Xmx" + heap + "m");
        if (canComeLate(version)) {
            // For its own part a fresh one needs none of them; a function should not see which it
            // is.
            command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
            command.add("--add-opens=java.base/java.util=ALL-UNNAMED");
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", JAR, "dev.meterlark.runtime.Bootstrap"));
        return command;
    }

    @Override
    public Trial trial() {
        return new Trial("java.lang.System::nanoTime", "README", "Needs no class of its own.\n");
    }
}
