package dev.meterlark.worker.protocol;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Makes packages of Java sources, as a tenant's build would. */
public final class JavaSources {

    private JavaSources() {}

    public static void compile(Path target, String name, String source) {
        JavaFileObject file =
                new SimpleJavaFileObject(
                        URI.create("string:///" + name.replace('.', '/') + ".java"),
                        JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        var options =
                List.of(
                        "--release",
                        "17",
                        "-parameters",
                        "-proc:none",
                        "-Xlint:none",
                        "-d",
                        target.toString(),
                        "-cp",
                        System.getProperty("java.class.path"));
        boolean compiled =
                ToolProvider.getSystemJavaCompiler()
                        .getTask(null, null, null, options, null, List.of(file))
                        .call();
        if (!compiled) {
            throw new IllegalArgumentException("does not compile: " + source);
        }
    }

    /** The jar on the tests' class path whose name begins so. */
    static Path jar(String prefix) {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (Path.of(entry).getFileName().toString().startsWith(prefix)) {
                return Path.of(entry);
            }
        }
        throw new IllegalStateException("no jar on the class path begins with " + prefix);
    }

    static void addToLib(Path task, String... jarPrefixes) throws IOException {
        Path lib = Files.createDirectories(task.resolve("lib"));
        for (String prefix : jarPrefixes) {
            Path jar = jar(prefix);
            Files.copy(jar, lib.resolve(jar.getFileName()));
        }
    }
}
