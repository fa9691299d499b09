package dev.meterlark.invocation.compiling;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * The compiler inside the sandbox: this class and those in it are a package by themselves, so they
 * know nothing but the JDK. No annotation processor runs, and the source sees no class but the
 * JDK's.
 */
public final class CompilerProgram {

    static final String HANDLER = CompilerProgram.class.getName() + "::compile";

    private static final int MOST_MISTAKES = 50;
    private static final int LONGEST_MESSAGE = 1_000;

    private CompilerProgram() {}

    /**
     * @param request file name, release and text, as {@link CompilerMessages} writes them
     * @return classes or mistakes, as it reads them
     */
    public static byte[] compile(byte[] request) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(request));
        String fileName = in.readUTF();
        String release = in.readUTF();
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalStateException("this Java has no compiler");
        }
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        try (StandardJavaFileManager standard =
                        compiler.getStandardFileManager(
                                found, Locale.ENGLISH, StandardCharsets.UTF_8);
                ClassesInMemory files = new ClassesInMemory(standard)) {
            standard.setLocation(StandardLocation.CLASS_PATH, List.of());
            boolean compiled =
                    compiler.getTask(
                                    null,
                                    files,
                                    found,
                                    options(release),
                                    null,
                                    List.of(new Source(fileName, text)))
                            .call();
            return compiled ? classes(files.classes) : mistakes(found.getDiagnostics());
        } catch (StackOverflowError e) {
            return mistake("it is nested too deeply to be compiled");
        }
    }

    private static List<String> options(String release) {
        List<String> options =
                new ArrayList<>(
                        List.of("-proc:none", "-implicit:none", "-nowarn", "-parameters", "-g"));
        if (!release.isEmpty()) {
            options.addAll(List.of("--release", release));
        }
        return options;
    }

    private static byte[] classes(Map<String, ByteArrayOutputStream> classes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeBoolean(true);
        out.writeInt(classes.size());
        for (Map.Entry<String, ByteArrayOutputStream> each : classes.entrySet()) {
            out.writeUTF(each.getKey().replace('.', '/') + ".class");
            out.writeInt(each.getValue().size());
            each.getValue().writeTo(out);
        }
        return bytes.toByteArray();
    }

    private static byte[] mistakes(List<Diagnostic<? extends JavaFileObject>> found)
            throws IOException {
        List<Diagnostic<? extends JavaFileObject>> errors =
                found.stream()
                        .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                        .limit(MOST_MISTAKES)
                        .toList();
        if (errors.isEmpty()) {
            return mistake("the compiler did not say why it failed");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeBoolean(false);
        out.writeInt(errors.size());
        for (Diagnostic<?> each : errors) {
            write(out, each.getLineNumber(), each.getColumnNumber(), text(each));
        }
        return bytes.toByteArray();
    }

    private static String text(Diagnostic<?> diagnostic) {
        return diagnostic.getMessage(Locale.ENGLISH).strip();
    }

    private static byte[] mistake(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeBoolean(false);
        out.writeInt(1);
        write(out, 0, 0, text);
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, long line, long column, String text)
            throws IOException {
        out.writeInt((int) Math.max(0, line));
        out.writeInt((int) Math.max(0, column));
        out.writeUTF(text.length() > LONGEST_MESSAGE ? text.substring(0, LONGEST_MESSAGE) : text);
    }

    /** Its name says nothing about the classes in it: whoever sends it may not know them. */
    private static final class Source extends SimpleJavaFileObject {

        private final String fileName;
        private final String text;

        Source(String fileName, String text) {
            super(URI.create("string:///source.java"), Kind.SOURCE);
            this.fileName = fileName;
            this.text = text;
        }

        @Override
        public String getName() {
            return fileName;
        }

        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) {
            return kind == Kind.SOURCE;
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
                throw new UncheckedIOException(
                        new IOException("unexpected output " + name + " to " + location));
            }
            return new Written(name, kind, classes);
        }
    }

    private static final class Written extends SimpleJavaFileObject {

        private final String className;
        private final Map<String, ByteArrayOutputStream> classes;

        Written(String name, Kind kind, Map<String, ByteArrayOutputStream> classes) {
            super(URI.create("mem:///" + name.replace('.', '/') + kind.extension), kind);
            this.className = name;
            this.classes = classes;
        }

        @Override
        public OutputStream openOutputStream() {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            classes.put(className, bytes);
            return bytes;
        }
    }
}
