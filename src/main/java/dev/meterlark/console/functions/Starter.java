package dev.meterlark.console.functions;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A ready function of one runtime family, as the single source file that the page shows. */
record Starter(String family, String fileName, String handler, String source) {

    /** A first event that makes sense to every starter. */
    static final String EVENT = "{\n  \"name\": \"Ada\"\n}";

    private static final List<Starter> ALL =
            List.of(
                    read("nodejs", "index.mjs", "index.handler"),
                    read("python", "app.py", "app.handler"),
                    read("java", "Hello.java", "Hello"),
                    read("wasm", "hello.c", "hello"));

    static Optional<Starter> of(String family) {
        return ALL.stream()
                .filter(s -> s.family.equals(family))
                .filter(s -> !s.needsCompiler() || StarterJar.possible())
                .findFirst();
    }

    /**
     * What is uploaded: the file itself, the jar that it compiles to, or what it was compiled to.
     */
    byte[] code() {
        if (isCompiled()) {
            return bytes(family, moduleName());
        }
        return needsCompiler()
                ? StarterJar.of(handler, source)
                : source.getBytes(StandardCharsets.UTF_8);
    }

    String uploadName() {
        if (isCompiled()) {
            return moduleName();
        }
        return needsCompiler() ? "starter.jar" : fileName;
    }

    /** From {@code examples/wasm-hello}, whose README says how; not every machine has the tools. */
    private boolean isCompiled() {
        return fileName.endsWith(".c");
    }

    private String moduleName() {
        return fileName.replaceFirst("\\.c$", ".wasm");
    }

    private boolean needsCompiler() {
        return fileName.endsWith(".java");
    }

    private static Starter read(String family, String fileName, String handler) {
        String source = new String(bytes(family, fileName), StandardCharsets.UTF_8);
        return new Starter(family, fileName, handler, source);
    }

    private static byte[] bytes(String family, String fileName) {
        String path = "/starters/" + family + "/" + fileName;
        try (InputStream in = Starter.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("no starter at " + path);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
