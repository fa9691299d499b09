package dev.meterlark.function.packages;

import dev.meterlark.platform.Blobs;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Whether the package holds what the handler names, as the runtimes look for it: said at the
 * upload, rather than by the first call.
 */
final class HandlerCheck {

    static final String MODULE = "function.wasm";

    private static final int MOST_SHOWN = 20;
    private static final int ENTRIES_OF_A_JAR = 0xffff;
    private static final String CATALOG =
            "org/springframework/cloud/function/context/FunctionCatalog.class";

    private final ZipFile zip;
    private final Set<String> names;
    private final String handler;
    private final Blobs blobs;

    private HandlerCheck(ZipFile zip, String handler, Blobs blobs) {
        this.zip = zip;
        this.names = zip.stream().map(ZipEntry::getName).collect(Collectors.toSet());
        this.handler = handler;
        this.blobs = blobs;
    }

    /**
     * @param file a plain zip
     */
    static void check(Path file, RuntimeFamily family, String handler, Blobs blobs)
            throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            HandlerCheck check = new HandlerCheck(zip, handler, blobs);
            switch (family) {
                case NODEJS, PYTHON -> check.requireModule(family);
                case JAVA -> check.requireClass();
                case PROVIDED -> check.require(List.of("bootstrap"));
                case WASM -> check.requireWebAssembly();
            }
        }
    }

    /** The path of the file that a handler names, without its ending. */
    static String module(RuntimeFamily family, String handler) {
        int slash = handler.lastIndexOf('/') + 1;
        if (family == RuntimeFamily.PYTHON) {
            String module = handler.substring(0, Math.max(0, handler.lastIndexOf('.')));
            return module.replace('.', '/');
        }
        int dot = handler.indexOf('.', slash);
        return dot < 0 ? handler : handler.substring(0, dot);
    }

    private void requireModule(RuntimeFamily family) {
        String module = module(family, handler);
        Stream<String> files = family.sources().stream().map(ending -> module + ending);
        if (family == RuntimeFamily.NODEJS) {
            require(files.toList());
            return;
        }
        boolean compiled =
                names.stream()
                        .anyMatch(
                                n ->
                                        n.equals(module + ".pyc")
                                                || n.startsWith(module + ".") && n.endsWith(".so"));
        if (!compiled) {
            require(Stream.concat(files, Stream.of(module + "/__init__.py")).toList());
        }
    }

    private void requireWebAssembly() throws IOException {
        require(List.of(MODULE));
        ZipEntry entry = zip.getEntry(MODULE);
        WasmCheck.require("bytes", entry.getSize(), WasmCheck.LARGEST_MODULE);
        try (InputStream in = zip.getInputStream(entry)) {
            WasmCheck.check(in.readNBytes(WasmCheck.LARGEST_MODULE));
        }
    }

    private void require(List<String> anyOf) {
        if (anyOf.stream().noneMatch(this::has)) {
            throw missing(String.join(" or ", anyOf));
        }
    }

    private void requireClass() throws IOException {
        String className = handler.replaceFirst("::.*", "");
        if (!handler.contains("::") && isSpringApplication()) {
            return; // then the handler names a function, which only the application knows
        }
        if (className.isEmpty()) {
            throw Refusals.invalid(
                    "the function has no handler, which only a Spring Cloud Function application"
                            + " may leave out; set it to a class, as in com.acme.Hello");
        }
        String path = className.replace('.', '/') + ".class";
        if (!has(path) && !has("BOOT-INF/classes/" + path) && !anyJarHas(path)) {
            throw missing(path + " at its root, in BOOT-INF/classes/ or in lib/*.jar");
        }
    }

    private boolean isSpringApplication() throws IOException {
        boolean jar =
                jars().map(e -> e.getName().substring(e.getName().lastIndexOf('/') + 1))
                        .anyMatch(n -> n.startsWith("spring-cloud-function-context"));
        return jar
                || has(CATALOG)
                || names.stream().anyMatch(n -> n.startsWith("BOOT-INF/"))
                || startClass() != null;
    }

    private @Nullable String startClass() throws IOException {
        ZipEntry manifest = zip.getEntry("META-INF/MANIFEST.MF");
        if (manifest == null || manifest.getSize() > 1 << 20) {
            return null;
        }
        try (InputStream in = zip.getInputStream(manifest)) {
            return new Manifest(in)
                    .getMainAttributes()
                    .getValue(new Attributes.Name("Start-Class"));
        }
    }

    private Stream<? extends ZipEntry> jars() {
        return zip.stream().filter(e -> e.getName().matches("(BOOT-INF/)?lib/[^/]*\\.jar"));
    }

    private boolean anyJarHas(String path) throws IOException {
        for (ZipEntry jar : jars().toList()) {
            if (jarHas(jar, path)) {
                return true;
            }
        }
        return false;
    }

    /** Its directory is read, its content is not: a jar in a package may be a bomb of its own. */
    private boolean jarHas(ZipEntry jar, String path) throws IOException {
        Path file = blobs.temporary();
        try {
            try (InputStream in = zip.getInputStream(jar);
                    var out = Files.newOutputStream(file)) {
                in.transferTo(out);
            }
            try (ZipBytes bytes = new ZipBytes(file)) {
                return ZipDirectory.read(bytes, ZipEnd.find(bytes), ENTRIES_OF_A_JAR).stream()
                        .anyMatch(record -> record.name().equals(path));
            }
        } catch (RefusedException e) {
            return false; // no jar that could be read
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private boolean has(String name) {
        return names.contains(name);
    }

    private RuntimeException missing(String wanted) {
        TreeSet<String> top =
                names.stream()
                        .map(n -> n.replaceFirst("/.*", "/"))
                        .collect(Collectors.toCollection(TreeSet::new));
        String shown =
                top.stream()
                        .limit(MOST_SHOWN)
                        .map(Refusals::shown)
                        .collect(Collectors.joining(", "));
        return Refusals.invalid(
                "the handler %s needs %s in the package; at its top there %s %s%s"
                        .formatted(
                                Refusals.shown(handler),
                                wanted,
                                top.size() == 1 ? "is" : "are",
                                shown,
                                top.size() > MOST_SHOWN
                                        ? " and %d more".formatted(top.size() - MOST_SHOWN)
                                        : ""));
    }
}
