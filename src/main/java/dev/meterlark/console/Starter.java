package dev.meterlark.console;

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
                    read("java", "Hello.java", "Hello"));

    static Optional<Starter> of(String family) {
        return ALL.stream()
                .filter(s -> s.family.equals(family))
                .filter(s -> !s.needsCompiler() || StarterJar.possible())
                .findFirst();
    }

    /** What is uploaded: the file itself, or the jar that it compiles to. */
    byte[] code() {
        return needsCompiler()
                ? StarterJar.of(handler, source)
                : source.getBytes(StandardCharsets.UTF_8);
    }

    String uploadName() {
        return needsCompiler() ? "starter.jar" : fileName;
    }

    private boolean needsCompiler() {
        return fileName.endsWith(".java");
    }

    private static Starter read(String family, String fileName, String handler) {
        String path = "/starters/" + family + "/" + fileName;
        try (InputStream in = Starter.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("no starter at " + path);
            }
            String source = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Starter(family, fileName, handler, source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
