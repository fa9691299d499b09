package dev.meterlark.worker.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A short program of the machine that is asked something at boot. */
final class Command {

    private static final int SECONDS = 20;
    private static final int MOST_OUTPUT = 1024 * 1024;

    private Command() {}

    /** Its standard output; what it says on standard error is dropped. */
    static String output(String... command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectInput(new File("/dev/null"))
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment()
                .put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try {
            String text = new String(process.getInputStream().readNBytes(MOST_OUTPUT), UTF_8);
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("%s did not end".formatted(command[0]));
            }
            return text;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking " + command[0], e);
        } finally {
            process.destroyForcibly();
        }
    }
}
