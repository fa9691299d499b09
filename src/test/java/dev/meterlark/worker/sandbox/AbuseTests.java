package dev.meterlark.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.worker.SandboxExit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Functions that take what they can get; after each one its neighbour answers as before. */
@ExtendWith(SharedSandboxes.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("slow")
class AbuseTests {

    private static final int MEMORY_MIB = 128;

    private final OciSandboxes sandboxes;
    private Path folder;
    private Probe neighbour;
    private Probe probe;

    AbuseTests(OciSandboxes sandboxes) {
        this.sandboxes = sandboxes;
    }

    @BeforeAll
    void startNeighbour(@TempDir Path folder) throws Exception {
        this.folder = folder;
        neighbour = Probe.start(sandboxes, folder);
    }

    @BeforeEach
    void start() throws Exception {
        probe = Probe.start(sandboxes, folder, MEMORY_MIB, Map.of());
        probe.running().ready();
    }

    @AfterEach
    void theNeighbourAnswersAndNothingIsLeft() throws Exception {
        String id = probe.sandbox().id();
        probe.close();

        assertThat(neighbour.ask("shell", "command", "echo well").get("out").asString())
                .isEqualTo("well\n");
        assertThat(Leftovers.of(id)).isEmpty();
    }

    @AfterAll
    void endNeighbour() {
        neighbour.close();
    }

    @Test
    void aForkBombMeetsItsLimit() throws Exception {
        try (Probe roomy = Probe.start(sandboxes, folder, 1024, Map.of())) {
            JsonNode bomb = roomy.ask("fork_bomb");

            assertThat(bomb.get("end").asString()).isEqualTo("EAGAIN");
            assertThat(bomb.get("children").asInt()).isBetween(100, 255);
            roomy.close();
            assertThat(Leftovers.of(roomy.sandbox().id())).isEmpty();
        }
    }

    @Test
    void aThreadBombMeetsItsLimit() {
        assertThat(probe.ask("thread_bomb").asInt()).isLessThan(256);
    }

    @Test
    void aMemoryBombEndsTheSandboxAndSaysWhy() {
        probe.begin("memory_bomb");

        assertThat(probe.running().exit()).isEqualTo(new SandboxExit.OutOfMemory(MEMORY_MIB));
        assertThat(probe.sandbox().use().peakMemoryBytes()).isBetween(100L << 20, 128L << 20);
    }

    @Test
    void aChildsMemoryBombEndsTheWholeSandbox() {
        probe.begin("child_memory_bomb");

        assertThat(probe.running().exit()).isEqualTo(new SandboxExit.OutOfMemory(MEMORY_MIB));
    }

    @Test
    void sharedMemoryIsBounded() {
        JsonNode filled = probe.ask("shared_memory_bomb");

        assertThat(filled.get("end").asString()).isEqualTo("ENOSPC");
        assertThat(filled.get("written").asLong()).isEqualTo(16L << 20);
    }

    @Test
    void aFullDiskIsAnErrorOfTheFunction() {
        JsonNode filled = probe.ask("fill", "path", "/tmp/x", "size", 1L << 30);

        assertThat(filled.get("end").asString()).isIn("ENOSPC", "EFBIG");
        assertThat(filled.get("written").asLong()).isEqualTo(64L << 20);
    }

    @Test
    void filesAreCounted() {
        JsonNode made = probe.ask("many_files", "path", "/tmp", "most", 20_000);

        assertThat(made.get("end").asString()).isEqualTo("ENOSPC");
        assertThat(made.get("made").asInt()).isLessThan(16_384);
    }

    @Test
    void oneHugeFileIsRefused() {
        assertThat(probe.ask("sparse", "path", "/tmp/x", "size", 1L << 33).asString())
                .isIn("EFBIG", "ENOSPC");
    }

    @Test
    void descriptorsAreCounted() {
        JsonNode held = probe.ask("many_descriptors");

        assertThat(held.get("end").asString()).isEqualTo("EMFILE");
        assertThat(held.get("held").asInt()).isLessThan(1024);
    }

    @Test
    void aFloodOfOutputIsKeptToItsBoundAndTheRestCounted() {
        assertThat(probe.ask("flood", "megabytes", 4).asString()).isEqualTo("printed");

        Printed printed = probe.sandbox().takePrinted();
        assertThat(printed.bytes()).hasSize(256 * 1024);
        assertThat(printed.bytes().length + printed.droppedBytes()).isEqualTo(4L << 20);

        assertThat(probe.ask("say", "words", "after").asString()).isEqualTo("EACCES");
        assertThat(probe.running().printed()).isEqualTo("after\nagain\n");
    }

    @Test
    void anEndlessFloodNeitherFillsMemoryNorKeepsTheSandboxAlive() {
        probe.begin("flood_forever");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        long dropped = 0;
        while (dropped < 2L << 20) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Printed printed = probe.sandbox().takePrinted();
            assertThat(printed.bytes().length).isLessThanOrEqualTo(256 * 1024);
            dropped += printed.droppedBytes();
            LockSupport.parkNanos(50_000_000);
        }
        killedAtOnce();
    }

    @Test
    void whoIgnoresEverySignalIsKilledAtOnce() {
        probe.begin("stubborn");
        killedAtOnce();
    }

    @Test
    void aDaemonDoesNotOutliveItsSandbox() throws Exception {
        probe.ask("daemon");
        List<Integer> processes =
                probe.ask("processes").valueStream().map(JsonNode::asInt).toList();
        assertThat(processes).hasSizeGreaterThan(1);
        assertThat(Leftovers.processes(probe.sandbox().id())).hasSizeGreaterThan(1);

        probe.close();
        assertThat(Leftovers.processes(probe.sandbox().id())).isEmpty();
    }

    @Test
    void aFrozenSandboxComputesNothingAndCanBeKilled() throws Exception {
        probe.begin("stubborn");
        probe.sandbox().freeze();
        probe.sandbox().freeze();
        long before = settled();
        LockSupport.parkNanos(200_000_000);
        assertThat(probe.sandbox().use().cpuMicros() - before).isLessThan(20_000);

        probe.sandbox().thaw();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (probe.sandbox().use().cpuMicros() < before + 20_000) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
        probe.sandbox().freeze();
        killedAtOnce();
    }

    @Test
    void endsAreExplained() throws Exception {
        probe.begin("leave", "status", 7);
        assertThat(probe.running().exit()).isEqualTo(new SandboxExit.Exited(7));

        try (Probe crashing = Probe.start(sandboxes, folder)) {
            crashing.begin("crash");
            assertThat(crashing.running().exit()).isEqualTo(new SandboxExit.Signalled(11));
            crashing.sandbox().kill("too late");
            assertThat(crashing.running().exit()).isEqualTo(new SandboxExit.Signalled(11));
        }
    }

    @Test
    void whatWasPrintedBeforeTheEndIsStillThere() {
        probe.ask("say", "words", "last words");
        probe.sandbox().kill("test");
        probe.running().exit();

        assertThat(probe.running().printed()).startsWith("last words\n");
    }

    private long settled() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        long before = -1;
        long now = probe.sandbox().use().cpuMicros();
        while (now - before > 0) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(20_000_000);
            before = now;
            now = probe.sandbox().use().cpuMicros();
        }
        return now;
    }

    private void killedAtOnce() {
        long began = System.nanoTime();
        probe.sandbox().kill("deadline");
        assertThat(probe.running().exit()).isEqualTo(new SandboxExit.EndedByPlatform("deadline"));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
    }
}
