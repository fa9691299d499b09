package dev.meterlark.function;

import dev.meterlark.function.packages.PackageUpload;
import dev.meterlark.function.packages.RuntimeFamily;
import dev.meterlark.function.snapshot.CompiledSource;
import dev.meterlark.function.snapshot.JavaSource;
import dev.meterlark.function.snapshot.SourceCompiler;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * One file of Java as an upload: it becomes a jar with its classes and itself, so that it can be
 * read and changed later.
 */
@Component
class JavaSources {

    private static final Pattern SOURCE = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*\\.java");

    private final SourceCompiler compiler;
    private final FunctionProperties properties;

    JavaSources(SourceCompiler compiler, FunctionProperties properties) {
        this.compiler = compiler;
        this.properties = properties;
    }

    /** Whether a file at the root of a package is one that this class put there. */
    static boolean isSource(String path) {
        return SOURCE.matcher(path).matches();
    }

    /** What is to be checked and stored: the upload itself, or the jar made of it. */
    PackageUpload compiled(AccountId account, Functions.Target target, PackageUpload upload) {
        if (RuntimeFamily.offering(target.runtime()) != RuntimeFamily.JAVA) {
            return upload;
        }
        var bytes = new BufferedInputStream(upload.bytes());
        if (!isSource(upload, bytes)) {
            return new PackageUpload(bytes, upload.fileName(), upload.contentType());
        }
        String name = name(upload.fileName(), target.handler());
        String text = text(name, bytes);
        return switch (compiler.compile(account, new JavaSource(name, target.runtime(), text))) {
            case CompiledSource.Classes(var classes) ->
                    new PackageUpload(
                            new ByteArrayInputStream(jar(name, text, classes)),
                            "compiled.jar",
                            "application/java-archive");
            case CompiledSource.Mistaken(var mistakes) -> throw mistaken(name, mistakes);
        };
    }

    private static boolean isSource(PackageUpload upload, BufferedInputStream bytes) {
        String name = upload.fileName();
        if (name != null && name.contains(".")) {
            return name.endsWith(".java");
        }
        byte[] first = first(bytes);
        for (byte each : first) {
            if (each < ' ' && each != '\n' && each != '\r' && each != '\t') {
                return false;
            }
        }
        return first.length > 0 && !new String(first, StandardCharsets.US_ASCII).startsWith("PK");
    }

    private static byte[] first(BufferedInputStream bytes) {
        try {
            bytes.mark(4);
            byte[] first = bytes.readNBytes(4);
            bytes.reset();
            return first;
        } catch (IOException e) {
            throw brokenOff(e);
        }
    }

    /** As it was called, or as the class that the handler names is. */
    private static String name(@Nullable String fileName, String handler) {
        if (fileName != null) {
            String simple = fileName.substring(fileName.replace('\\', '/').lastIndexOf('/') + 1);
            if (isSource(simple)) {
                return simple;
            }
        }
        String className = handler.replaceFirst("::.*", "");
        String simple = className.substring(className.lastIndexOf('.') + 1) + ".java";
        return isSource(simple) ? simple : "Main.java";
    }

    private String text(String name, InputStream bytes) {
        int most = Math.toIntExact(properties.textSize().toBytes());
        try {
            byte[] read = bytes.readNBytes(most + 1);
            if (read.length > most) {
                throw invalid(
                        "%s has more than %d bytes, as many as a source may have; compile it yourself and upload the jar"
                                .formatted(name, most));
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(read)).toString();
        } catch (CharacterCodingException e) {
            throw invalid(name + " is not written in UTF-8; save it so and upload it again");
        } catch (IOException e) {
            throw brokenOff(e);
        }
    }

    private static byte[] jar(String name, String text, Map<String, byte[]> classes) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            add(zip, name, text.getBytes(StandardCharsets.UTF_8));
            for (var each : classes.entrySet()) {
                add(zip, each.getKey(), each.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("packing the classes of " + name, e);
        }
        return bytes.toByteArray();
    }

    private static void add(ZipOutputStream zip, String path, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(path);
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(content);
    }

    private static RefusedException mistaken(String name, List<CompiledSource.Mistake> mistakes) {
        CompiledSource.Mistake first = mistakes.getFirst();
        String where = first.line() == 0 ? name : "%s, line %d".formatted(name, first.line());
        String more = mistakes.size() == 1 ? "" : " (and %d more)".formatted(mistakes.size() - 1);
        return new RefusedException(
                ErrorCode.PACKAGE_INVALID,
                "the source does not compile: %s: %s%s".formatted(where, first.message(), more),
                Map.of("mistakes", mistakes));
    }

    private static RefusedException brokenOff(IOException cause) {
        return new RefusedException(
                ErrorCode.REQUEST_MALFORMED,
                "the upload broke off before its end; nothing was changed",
                cause.getMessage(),
                cause);
    }

    private static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.PACKAGE_INVALID, text);
    }
}
