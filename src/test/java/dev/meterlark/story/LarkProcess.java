package dev.meterlark.story;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code bin/lark} as its users start it, with a home of its own. */
final class LarkProcess {

    private static final Path ROOT = Path.of("").toAbsolutePath();
    private static final long MINUTES = 3;

    private final Path home;
    private final PlatformProcess platform;
    private final String key;

    LarkProcess(Path home, PlatformProcess platform, String key) {
        this.home = home;
        this.platform = platform;
        this.key = key;
    }

    record Ended(int exit, byte[] out, String err) {}

    /** Returns when it has ended; its output went through files, so that nothing blocks it. */
    Ended run(String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile(home, "out", "");
        Path err = Files.createTempFile(home, "err", "");
        Process process = start(out, err, arguments);
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException("lark has not ended: " + List.of(arguments));
        }
        return new Ended(process.exitValue(), Files.readAllBytes(out), Files.readString(err));
    }

    Process start(Path out, Path err, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(ROOT.resolve("bin/lark").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(home.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().put("HOME", home.toString());
        builder.environment().put("METERLARK_URL", platform.address().toString());
        builder.environment().put("METERLARK_API_KEY", key);
        return builder.start();
    }
}
