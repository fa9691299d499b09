package dev.meterlark.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * What is uploaded: always a zip, made here of a folder or of a single file.
 *
 * @param digest SHA-256 of the file in hexadecimal
 * @param names of what is in it
 * @param temporary made here, and deleted when it is closed
 */
record CodePackage(
        Path file, long size, String digest, List<String> names, boolean jar, boolean temporary)
        implements AutoCloseable {

    private static final Set<String> SOURCES = Set.of("js", "mjs", "cjs", "py");
    private static final String JAVA = "java";
    private static final byte[] ZIP = {'P', 'K'};
    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};
    private static final byte[] SCRIPT = {'#', '!'};
    private static final byte[] MODULE = {0, 'a', 's', 'm'};

    static CodePackage of(Path source) {
        try {
            if (Files.isDirectory(source)) {
                return ofFolder(source);
            }
            if (!Files.isRegularFile(source)) {
                throw Failure.usage(
                        source + ": there is no such file or folder",
                        "Name a folder, a zip, a jar, a source file or an executable.");
            }
            return isZip(source) ? ofZip(source) : ofSingle(source);
        } catch (IOException e) {
            throw new Failure(
                    Exit.CALLER,
                    "lark.file",
                    "%s cannot be read: %s".formatted(source, Reason.of(e)),
                    null);
        }
    }

    private static CodePackage ofFolder(Path folder) throws IOException {
        Path zip = Files.createTempFile("lark-", ".zip");
        try {
            List<String> names = FolderZip.write(folder, zip);
            if (names.isEmpty()) {
                throw Failure.usage(folder + " holds no file to deploy", "Is it the right folder?");
            }
            return new CodePackage(zip, Files.size(zip), digest(zip), names, false, true);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(zip);
            throw e;
        }
    }

    /**
     * A source keeps its name; a module or an executable gets the one that its runtime looks for.
     */
    private static CodePackage ofSingle(Path source) throws IOException {
        String name = source.getFileName().toString();
        if (ending(name).equals(JAVA)) {
            String digest = digest(source);
            return new CodePackage(source, Files.size(source), digest, List.of(name), false, false);
        }
        boolean isSource = SOURCES.contains(ending(name));
        boolean isModule = starts(source, MODULE);
        if (!isSource && !isModule && !starts(source, ELF) && !starts(source, SCRIPT)) {
            throw Failure.usage(
                    source
                            + " is no zip, jar, source file (.js, .mjs, .cjs, .py, .java),"
                            + " WebAssembly"
                            + " module or executable",
                    "Pack what is needed as a zip, or deploy its folder.");
        }
        String inside = isSource ? name : isModule ? "function.wasm" : "bootstrap";
        Path zip = Files.createTempFile("lark-", ".zip");
        try (ZipWriter writer = new ZipWriter(zip);
                InputStream content = Files.newInputStream(source)) {
            writer.add(inside, content, !isSource && !isModule);
            writer.finish();
            return new CodePackage(zip, Files.size(zip), digest(zip), List.of(inside), false, true);
        }
    }

    private static CodePackage ofZip(Path source) throws IOException {
        try (ZipFile zip = new ZipFile(source.toFile())) {
            List<String> names = zip.stream().map(ZipEntry::getName).map(String::valueOf).toList();
            boolean jar =
                    ending(source.getFileName().toString()).equals("jar")
                            || names.contains("META-INF/MANIFEST.MF");
            return new CodePackage(source, Files.size(source), digest(source), names, jar, false);
        } catch (ZipException e) {
            throw Failure.usage(
                    "%s is no zip that can be read: %s".formatted(source, Reason.of(e)),
                    "Pack it again.");
        }
    }

    private static boolean isZip(Path source) throws IOException {
        String ending = ending(source.getFileName().toString());
        return ending.equals("zip") || ending.equals("jar") || starts(source, ZIP);
    }

    /** One file of Java, sent as it is: the platform compiles it. */
    boolean isJavaSource() {
        return file.getFileName().toString().equals(names.getFirst())
                && ending(names.getFirst()).equals(JAVA);
    }

    static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static boolean starts(Path file, byte[] with) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(with.length), with);
        }
    }

    private static String digest(Path file) throws IOException {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    @Override
    public void close() {
        if (temporary) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
