package dev.meterlark.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.worker.RuntimeOffer;
import dev.meterlark.worker.SandboxExit;
import dev.meterlark.worker.protocol.Readiness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

@ExtendWith(SharedSandboxes.class)
class SandboxStartTests {

    private final OciSandboxes sandboxes;

    SandboxStartTests(OciSandboxes sandboxes) {
        this.sandboxes = sandboxes;
    }

    @Test
    void everyRuntimeOfThisMachineIsOfferedAfterATrial() {
        assertThat(sandboxes.isolation().tier())
                .as(sandboxes.isolation().toString())
                .isEqualTo("T1");
        assertThat(sandboxes.runtimes())
                .extracting(RuntimeOffer::family)
                .containsExactly("nodejs", "python", "java", "provided", "wasm");
    }

    @Test
    void aFunctionAnswersAndWhatItPrintedIsThereWithTheAnswer(@TempDir Path folder)
            throws Exception {
        Path code =
                Running.code(
                        folder,
                        "index.js",
                        "exports.handler = async (event) => { console.log('hello', event.name);"
                                + " console.error('there'); return { got: event.name }; };");
        String runtime = Running.runtime(sandboxes, "nodejs");

        try (Running running = Running.start(sandboxes, runtime, "index.handler", code)) {
            assertThat(running.ready()).isInstanceOf(Readiness.Ready.class);
            assertThat(running.call("{\"name\":\"lark\"}")).isEqualTo("{\"got\":\"lark\"}");
            assertThat(running.printed()).isEqualTo("hello lark\nthere\n");

            running.sandbox().kill("a test said so");
            assertThat(running.exit()).isEqualTo(new SandboxExit.EndedByPlatform("a test said so"));
        }
    }
}
