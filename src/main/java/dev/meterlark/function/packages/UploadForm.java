package dev.meterlark.function.packages;

import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** What an upload is, by its first bytes rather than by what it is called. */
enum UploadForm {
    ZIP,
    NATIVE,
    MODULE,
    SCRIPT,
    OTHER;

    private static final byte[] ZIP_ENTRY = {'P', 'K', 3, 4};
    private static final byte[] ZIP_END = {'P', 'K', 5, 6};
    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};
    private static final byte[] WASM = {0, 'a', 's', 'm'};
    private static final byte[] CLASS = {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe};
    private static final byte[] GZIP = {0x1f, (byte) 0x8b};
    private static final byte[] SEVEN_ZIP = {'7', 'z', (byte) 0xbc, (byte) 0xaf};
    private static final byte[] RAR = {'R', 'a', 'r', '!'};
    private static final byte[] INTERPRETER = {'#', '!'};

    static UploadForm of(Path file, PackageUpload upload) throws IOException {
        byte[] first;
        try (InputStream in = Files.newInputStream(file)) {
            first = in.readNBytes(4);
        }
        refuseKnown(first, ending(upload.fileName()));
        if (starts(first, ZIP_ENTRY) || starts(first, ZIP_END) || isCalledZip(upload)) {
            return ZIP;
        }
        if (starts(first, ELF)) {
            return NATIVE;
        }
        if (starts(first, WASM)) {
            return MODULE;
        }
        if (starts(first, INTERPRETER)) {
            return endsAsZip(file) ? ZIP : SCRIPT;
        }
        return OTHER;
    }

    /** A Spring Boot jar may start with a shell script. */
    private static boolean endsAsZip(Path file) throws IOException {
        try (ZipBytes bytes = new ZipBytes(file)) {
            ZipEnd.find(bytes);
            return true;
        } catch (RefusedException e) {
            return false;
        }
    }

    /** The part of a file name from its last dot on, in small letters; empty when it has none. */
    static String ending(@Nullable String fileName) {
        int dot = fileName == null ? -1 : fileName.lastIndexOf('.');
        return fileName == null || dot < 0 ? "" : fileName.substring(dot).toLowerCase(Locale.ROOT);
    }

    private static boolean isCalledZip(PackageUpload upload) {
        String ending = ending(upload.fileName());
        String type = upload.contentType() == null ? "" : upload.contentType();
        return ending.equals(".zip")
                || ending.equals(".jar")
                || type.startsWith("application/zip")
                || type.startsWith("application/java-archive");
    }

    private static void refuseKnown(byte[] first, String ending) {
        if (ending.equals(".java")) {
            throw Refusals.invalid(
                    "Java source is compiled for functions with the runtime java; for another one,"
                            + " compile it and upload the jar");
        }
        if (starts(first, CLASS)) {
            throw Refusals.invalid("a single class is not accepted; upload a jar with it");
        }
        if (starts(first, GZIP) || starts(first, SEVEN_ZIP) || starts(first, RAR)) {
            throw Refusals.invalid("this is an archive, but no zip; pack it as a zip");
        }
    }

    private static boolean starts(byte[] bytes, byte[] with) {
        return bytes.length >= with.length
                && Arrays.equals(bytes, 0, with.length, with, 0, with.length);
    }
}
