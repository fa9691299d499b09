package dev.meterlark.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

@ExtendWith(SharedSandboxes.class)
class CleanUpTests {

    private static final Map<String, String> QUICK =
            Map.of(
                    "meterlark.sandbox.java-homes", "/nonexistent",
                    "meterlark.sandbox.blank.enabled", "false");

    private final OciSandboxes sandboxes;

    CleanUpTests(OciSandboxes sandboxes) {
        this.sandboxes = sandboxes;
    }

    @Test
    void manyAtOnceLeaveNothingAndNoDescriptor(@TempDir Path folder) throws Exception {
        Path code = Probe.code(folder);
        runMany(code, 8);
        long before = openDescriptors();

        Set<String> ids = runMany(code, 40);

        assertThat(ids).hasSize(40);
        for (String id : ids) {
            assertThat(Leftovers.of(id)).isEmpty();
        }
        assertThat(openDescriptors()).isLessThanOrEqualTo(before + 4);
    }

    private Set<String> runMany(Path code, int count) throws Exception {
        String runtime = Running.runtime(sandboxes, "python");
        List<Callable<String>> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            runs.add(
                    () -> {
                        try (Running running =
                                Running.start(sandboxes, runtime, "probe.handler", code)) {
                            running.call(Probe.event("daemon"));
                            return running.sandbox().id();
                        }
                    });
        }
        Set<String> ids = new TreeSet<>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var run : threads.invokeAll(runs)) {
                ids.add(run.get());
            }
        }
        return ids;
    }

    @Test
    void aStartThatFailsLeavesNothing(@TempDir Path folder) throws Exception {
        Set<String> before = new TreeSet<>(Leftovers.of(SharedSandboxes.NODE));
        String runtime = Running.runtime(sandboxes, "python");

        assertThatThrownBy(
                        () -> Running.start(sandboxes, runtime, "a.b", folder.resolve("missing")))
                .isInstanceOf(NoSandboxException.class);
        assertThatThrownBy(() -> Running.start(sandboxes, "cobol", "a.b", folder))
                .isInstanceOf(NoSandboxException.class)
                .hasMessageContaining("There is no runtime cobol here, but: nodejs");
        assertThatThrownBy(
                        () ->
                                Running.start(
                                        sandboxes, runtime, "a.b", folder, 256, Map.of("A=B", "c")))
                .isInstanceOf(NoSandboxException.class)
                .hasMessageContaining("A=B");

        assertThat(new TreeSet<>(Leftovers.of(SharedSandboxes.NODE))).isEqualTo(before);
    }

    @Test
    void closingLeavesNothingOfTheNode(@TempDir Path folder) throws Exception {
        String node = "meterlark-closing-" + ProcessHandle.current().pid();
        try (var own = new OciSandboxes(SharedSandboxes.properties(QUICK), node)) {
            assertThat(own.isolation().available()).isTrue();
            assertThat(Leftovers.of(node)).isNotEmpty();
            Probe.start(own, folder).ask("daemon");
        }

        assertThat(Leftovers.of(node)).isEmpty();
    }

    @Test
    void aLivingNodeIsNotTouched(@TempDir Path folder) throws Exception {
        try (Probe probe = Probe.start(sandboxes, folder);
                var second =
                        new OciSandboxes(SharedSandboxes.properties(QUICK), SharedSandboxes.NODE)) {
            assertThat(second.isolation().tier()).isEqualTo("none");
            assertThat(second.isolation().explanation()).contains("another running Meterlark");
            assertThatThrownBy(() -> Running.start(second, "python3", "a.b", folder))
                    .isInstanceOf(NoSandboxException.class)
                    .hasMessageContaining("another running Meterlark");
            second.close();

            assertThat(probe.ask("shell", "command", "echo well").get("out").asString())
                    .isEqualTo("well\n");
        }
    }

    @Test
    void withoutAnOciRuntimeItSaysWhatWasTriedAndWhatToInstall() {
        var settings = Map.of("meterlark.sandbox.oci-runtimes", "nonesuch,/bin/false");
        String node = "meterlark-without-" + ProcessHandle.current().pid();
        try (var own = new OciSandboxes(SharedSandboxes.properties(settings), node)) {
            assertThat(own.isolation().tier()).isEqualTo("none");
            assertThat(own.isolation().explanation())
                    .contains("nonesuch: not installed", "/bin/false: ", "apt-get install crun");
            assertThat(own.runtimes()).isEmpty();
        }
    }

    @Test
    void withNoneInstalledNothingIsMadeOnTheMachine() {
        var settings = Map.of("meterlark.sandbox.oci-runtimes", "nonesuch");
        String node = "meterlark-nothing-" + ProcessHandle.current().pid();
        try (var own = new OciSandboxes(SharedSandboxes.properties(settings), node)) {
            assertThat(own.isolation().tier()).isEqualTo("none");
            assertThat(SharedSandboxes.properties(settings).folder().resolve(node)).doesNotExist();
        }
    }

    @Test
    @Tag("slow")
    void afterAKillTheNextStartCleansUp(@TempDir Path folder) throws Exception {
        String node = "meterlark-killed-" + ProcessHandle.current().pid();
        Path ready = folder.resolve("ready");
        Path code = Probe.code(folder.resolve("code"));
        Process platform =
                new ProcessBuilder(
                                System.getProperty("java.home") + "/bin/java",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                PlatformToKill.class.getName(),
                                node,
                                code.toString(),
                                ready.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(new File(folder.toFile(), "output"))
                        .start();
        try {
            awaitFile(ready, platform);
            assertThat(Leftovers.processes(node)).hasSizeGreaterThanOrEqualTo(3);
        } finally {
            platform.destroyForcibly().waitFor();
        }
        awaitNoProcesses(node);
        assertThat(Leftovers.of(node)).isNotEmpty();

        try (var next = new OciSandboxes(SharedSandboxes.properties(QUICK), node)) {
            assertThat(next.isolation().available()).isTrue();
            next.runtimes();
            awaitNoProcesses(node); // but those of trials
        }
        assertThat(Leftovers.of(node)).isEmpty();
    }

    private static void awaitFile(Path file, Process platform) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (Files.notExists(file)) {
            assertThat(platform.isAlive()).isTrue();
            assertThat(System.nanoTime()).isLessThan(deadline);
            platform.waitFor(20, TimeUnit.MILLISECONDS);
        }
    }

    /** Nobody has started anew: what ends them outlived the platform. */
    private static void awaitNoProcesses(String node) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (!Leftovers.processes(node).isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static long openDescriptors() throws Exception {
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }
}
