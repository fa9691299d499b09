package dev.meterlark.worker.sandbox;

import dev.meterlark.shared.AccountId;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A sandbox that runs {@code probes/probe.py}: asks it to look around, or to attack. */
final class Probe implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Running running;

    private Probe(Running running) {
        this.running = running;
    }

    static Probe start(OciSandboxes sandboxes, Path folder) throws Exception {
        return start(sandboxes, folder, 256, Map.of());
    }

    static Probe start(
            OciSandboxes sandboxes, Path folder, int memoryMiB, Map<String, String> environment)
            throws Exception {
        Path code = code(folder);
        String runtime = Running.runtime(sandboxes, "python");
        return new Probe(
                Running.start(sandboxes, runtime, "probe.handler", code, memoryMiB, environment));
    }

    /** One whose account may connect to the internet. */
    static Probe startOutside(OciSandboxes sandboxes, Path folder, AccountId account)
            throws Exception {
        String runtime = Running.runtime(sandboxes, "python");
        var program = new Running.Program(runtime, "probe.handler", code(folder), 256);
        return new Probe(Running.startOutside(sandboxes, account, program));
    }

    static Path code(Path folder) throws IOException {
        try (InputStream in = Probe.class.getResourceAsStream("/probes/probe.py")) {
            Path code = NodeFolder.makeFolder(folder, "rwxr-xr-x");
            if (Files.notExists(code.resolve("probe.py"))) {
                Files.copy(in, code.resolve("probe.py"));
            }
            return code;
        }
    }

    Running running() {
        return running;
    }

    Sandbox sandbox() {
        return running.sandbox();
    }

    /** Keys and values of the arguments in turn. */
    JsonNode ask(String what, Object... arguments) {
        return JSON.readTree(running.call(event(what, arguments)));
    }

    /** Asks without waiting for an answer. */
    void begin(String what, Object... arguments) {
        running.hand(event(what, arguments));
    }

    static String event(String what, Object... arguments) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("do", what);
        for (int i = 0; i < arguments.length; i += 2) {
            event.put(arguments[i].toString(), arguments[i + 1]);
        }
        return JSON.writeValueAsString(event);
    }

    @Override
    public void close() {
        running.close();
    }
}
