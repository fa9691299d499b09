package dev.meterlark.worker.sandbox;

import dev.meterlark.worker.RuntimeOffer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Java: an installation as it is, and our bootstrap's own jar. */
final class JavaFamily implements Family {

    private static final int USUAL_MEMORY_MIB = 512;

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
        image.resource("/runtimes/java/meterlark-runtime.jar", JavaCommand.JAR);
        image.mountPoint(JavaCommand.KEPT);
        var offer = new RuntimeOffer(exact, name(), version);
        String runtime = digest(image.at(JavaCommand.JAR));
        var java = new JavaCommand(home, version, runtime, image.at(JavaCommand.OWN_CACHE));
        var ahead = new RuntimeImage.Ahead(java::blank, true, USUAL_MEMORY_MIB);
        return new RuntimeImage(
                offer,
                image.root(),
                image.mounts(),
                java::plain,
                java.canComeLate() ? ahead : null,
                java);
    }

    private static String digest(Path file) throws IOException {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
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

    @Override
    public Trial trial() {
        return new Trial("java.lang.System::nanoTime", "README", "Needs no class of its own.\n");
    }
}
