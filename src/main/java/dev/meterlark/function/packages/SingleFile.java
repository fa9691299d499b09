package dev.meterlark.function.packages;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that is a package by itself: a source file, or the executable of the provided runtime.
 *
 * @param name what it is called in the package, so that the handler finds it
 */
record SingleFile(String name, boolean executable) {

    static SingleFile of(Path file, PackageUpload upload, RuntimeFamily family, String handler)
            throws IOException {
        UploadForm form = UploadForm.of(file, upload);
        if (form == UploadForm.MODULE && family != RuntimeFamily.WASM) {
            throw Refusals.invalid(
                    "this is a WebAssembly module; create the function with the runtime wasm");
        }
        return switch (family) {
            case NODEJS, PYTHON -> source(file, upload, family, handler, form);
            case JAVA ->
                    throw Refusals.invalid("this is no jar; a Java function is uploaded as one");
            case PROVIDED -> bootstrap(form);
            case WASM -> module(form);
        };
    }

    private static SingleFile module(UploadForm form) {
        if (form != UploadForm.MODULE) {
            throw Refusals.invalid(
                    "this is neither a WebAssembly module, which begins with \\0asm, nor a zip;"
                            + " upload a module built for WASI preview 1, or a zip with one named "
                            + HandlerCheck.MODULE);
        }
        return new SingleFile(HandlerCheck.MODULE, false);
    }

    private static SingleFile bootstrap(UploadForm form) {
        if (form == UploadForm.OTHER) {
            throw Refusals.invalid(
                    "this is neither a zip nor an executable; upload an ELF file, a script that"
                            + " starts with #!, or a zip with a file named bootstrap");
        }
        return new SingleFile("bootstrap", true);
    }

    private static SingleFile source(
            Path file, PackageUpload upload, RuntimeFamily family, String handler, UploadForm form)
            throws IOException {
        if (form == UploadForm.NATIVE || !isText(file)) {
            throw Refusals.invalid(
                    "this is neither a zip nor a source file; upload a zip, or one file of %s"
                            .formatted(String.join(", ", family.sources())));
        }
        String ending = UploadForm.ending(upload.fileName());
        if (!ending.isEmpty() && !family.sources().contains(ending)) {
            throw Refusals.invalid(
                    "%s is no source file of %s, which are %s; upload one of these or a zip"
                            .formatted(
                                    Refusals.shown(String.valueOf(upload.fileName())),
                                    family.wireName(),
                                    String.join(", ", family.sources())));
        }
        String module = HandlerCheck.module(family, handler);
        return new SingleFile(
                module + (ending.isEmpty() ? family.sources().getFirst() : ending), false);
    }

    private static boolean isText(Path file) throws IOException {
        char[] buffer = new char[16 << 10];
        try (InputStream in = Files.newInputStream(file);
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder())) {
            for (int length; (length = reader.read(buffer)) >= 0; ) {
                for (int i = 0; i < length; i++) {
                    if (buffer[i] == 0) {
                        return false;
                    }
                }
            }
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
