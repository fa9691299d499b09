package dev.meterlark.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** Somebody at a command line: types commands, sees what comes back. */
final class Typed {

    static final String KEY = "mlk_MLAKAAAAAAAAAAAAAAAA_secretsecretsecretsecretsecret";

    private final Map<String, String> environment = new HashMap<>();
    private final Path folder;
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private InputStream in = InputStream.nullInputStream();
    private boolean screen;
    private boolean patient;
    private Optional<String> secret = Optional.empty();

    /**
     * @param folder their home and where they are
     */
    Typed(Path folder) {
        this.folder = folder;
        environment.put("HOME", folder.toString());
    }

    /** What a command left behind. */
    record Seen(int exit, byte[] bytes, String err) {

        String out() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        /** Everything, for what must be nowhere. */
        String all() {
            return out() + err;
        }
    }

    Typed loggedInTo(FakePlatform platform) {
        return with("METERLARK_URL", platform.url()).with("METERLARK_API_KEY", KEY);
    }

    Typed with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Typed without(String variable) {
        environment.remove(variable);
        return this;
    }

    Typed onAScreen() {
        screen = true;
        return this;
    }

    /** Rests as long as the command line wants to, where something real has to be waited for. */
    Typed resting() {
        patient = true;
        return this;
    }

    Typed whoTypesWhenAsked(String answer) {
        secret = Optional.of(answer);
        return this;
    }

    Typed sending(String text) {
        in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    List<Duration> pauses() {
        return pauses;
    }

    Seen lark(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var around =
                new Surroundings(
                        environment, folder, in, print(out), print(err), terminal(), this::rest);
        int exit = Lark.run(around, arguments);
        around.out().flush();
        around.err().flush();
        return new Seen(exit, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
    }

    private void rest(Duration time) {
        pauses.add(time);
        if (patient) {
            LockSupport.parkNanos(time.toNanos());
        }
    }

    private Terminal terminal() {
        return new Terminal() {
            @Override
            public boolean showsOut() {
                return screen;
            }

            @Override
            public boolean showsErr() {
                return screen;
            }

            @Override
            public Optional<String> secret(String prompt) {
                return secret;
            }
        };
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
