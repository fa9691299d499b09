package dev.meterlark.worker.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A process that holds sandboxes and never gives them up: one spins, one is frozen, one has a
 * daemon.
 */
final class PlatformToKill {

    private PlatformToKill() {}

    public static void main(String[] arguments) throws Exception {
        var sandboxes = new OciSandboxes(SharedSandboxes.properties(Map.of()), arguments[0]);
        Path code = Path.of(arguments[1]);
        Probe.start(sandboxes, code).begin("stubborn");
        Probe frozen = Probe.start(sandboxes, code);
        frozen.ask("daemon");
        frozen.sandbox().freeze();
        Probe.start(sandboxes, code).ask("daemon");
        Files.createFile(Path.of(arguments[2]));
        Thread.currentThread().join();
    }
}
