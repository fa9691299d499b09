package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What lark is started in; a test brings its own.
 *
 * @param folder that relative paths are relative to
 * @param pause how to wait
 */
record Surroundings(
        Map<String, String> environment,
        Path folder,
        InputStream in,
        PrintStream out,
        PrintStream err,
        Terminal terminal,
        Pause pause) {

    /** Waits; a test only notes for how long. */
    interface Pause {

        void of(Duration time) throws InterruptedException;
    }

    static Surroundings ofProcess() {
        return new Surroundings(
                System.getenv(),
                Path.of("").toAbsolutePath(),
                System.in,
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                Terminal.ofProcess(),
                Thread::sleep);
    }

    @Nullable String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** As no-color.org has it: any value that is not empty. */
    boolean inColor() {
        return terminal.showsOut()
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.get("TERM"));
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor), 8 << 10),
                true,
                StandardCharsets.UTF_8);
    }
}
