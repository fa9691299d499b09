package dev.meterlark.console.functions;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * The jar of the Java starter, compiled from the very text that the page shows. The text is ours;
 * what tenants write is never compiled in this process.
 */
final class StarterJar {

    private StarterJar() {}

    /** Whether this platform runs on a JDK, which has a compiler, and not on a bare runtime. */
    static boolean possible() {
        return ToolProvider.getSystemJavaCompiler() != null;
    }

    static byte[] of(String className, String source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = new ClassesInMemory(compiler.getStandardFileManager(null, null, null))) {
            boolean compiled =
                    compiler.getTask(
                                    null,
                                    files,
                                    null,
                                    List.of("-proc:none", "--release", "17"),
                                    null,
                                    List.of(new Source(className, source)))
                            .call();
            if (!compiled) {
                throw new IllegalStateException("the Java starter does not compile");
            }
            return jar(files.classes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] jar(Map<String, ByteArrayOutputStream> classes) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var jar = new JarOutputStream(bytes)) {
            for (var entry : classes.entrySet()) {
                var place = new ZipEntry(entry.getKey().replace('.', '/') + ".class");
                place.setTime(0);
                jar.putNextEntry(place);
                entry.getValue().writeTo(jar);
                jar.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String className, String text) {
            super(URI.create("string:///" + className + Kind.SOURCE.extension), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class ClassesInMemory extends ForwardingJavaFileManager<JavaFileManager> {

        private final Map<String, ByteArrayOutputStream> classes = new TreeMap<>();

        ClassesInMemory(JavaFileManager standard) {
            super(standard);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            if (location != StandardLocation.CLASS_OUTPUT) {
                throw new IllegalStateException(
                        "unexpected output %s to %s".formatted(name, location));
            }
            return new SimpleJavaFileObject(URI.create("mem:///" + name + kind.extension), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return classes.computeIfAbsent(name, _ -> new ByteArrayOutputStream());
                }
            };
        }
    }
}
