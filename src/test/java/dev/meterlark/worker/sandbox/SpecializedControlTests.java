package dev.meterlark.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Every control holds for a sandbox that was started before anyone asked as for a fresh one. */
class SpecializedControlTests extends ControlTests {

    private static final Map<String, String> AT_ONCE =
            Map.of(
                    "meterlark.sandbox.blank.first-after", "0s",
                    "meterlark.sandbox.java-homes", "/nonexistent",
                    "meterlark.sandbox.node", "/nonexistent");

    SpecializedControlTests() {
        super(
                new OciSandboxes(
                        SharedSandboxes.properties(AT_ONCE), SharedSandboxes.NODE + "-blank"));
    }

    @Override
    Probe begin(Path folder, Map<String, String> environment) throws Exception {
        sandboxes().runtimes();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(Running.SECONDS);
        while (sandboxes().blank() == 0) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(10_000_000);
        }
        return super.begin(folder, environment);
    }

    @Test
    void bothWereStartedBeforeAnyoneAsked() {
        assertThat(probe().sandbox()).extracting("wasBlank").isEqualTo(true);
        assertThat(other().sandbox()).extracting("wasBlank").isEqualTo(true);
    }

    @Override
    @AfterAll
    void end() {
        super.end();
        sandboxes().close();
    }
}
