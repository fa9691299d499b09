package dev.meterlark.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.shared.InvocationId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Several calls in one real process: each with its own answer and its own log. */
@ExtendWith(RealNode.class)
class RealSeveralCallsTests {

    private static final int CALLS = 4;

    /** Each call prints and waits in turns, and all wait for the last one to come. */
    private static final String CODE =
            """
            let here = 0;
            let everyone;
            const all = new Promise(resolve => { everyone = resolve; });
            exports.handler = async event => {
              console.log(`${event.n} is here`);
              if (++here === %d) everyone();
              await all;
              console.log(`${event.n} goes`);
              return { n: event.n };
            };
            """
                    .formatted(CALLS);

    private final RealNode.Node node;

    RealSeveralCallsTests(RealNode.Node node) {
        this.node = node;
    }

    @Test
    void callsMeetInOneProcessAndKeepTheirLogsApart() {
        var program =
                new RealNode.Program("nodejs", node.keep("index.js", CODE), "index.handler", 128);
        SandboxSpec spec =
                node.spec(RealNode.Version.ofSomebody(), program, Duration.ofSeconds(10), CALLS);
        List<CompletableFuture<RunReport>> reports = new ArrayList<>();
        for (int n = 0; n < CALLS; n++) {
            reports.add(node.workers().run(spec, request(n), AnswerStream.NONE));
        }

        Set<String> sandboxes = new HashSet<>();
        for (int n = 0; n < CALLS; n++) {
            RunReport report = reports.get(n).join();
            assertThat(report.ending()).isInstanceOf(Ending.Succeeded.class);
            assertThat(((Ending.Succeeded) report.ending()).payload())
                    .asString()
                    .isEqualTo("{\"n\":%d}".formatted(n));
            assertThat(new String(report.log(), StandardCharsets.UTF_8))
                    .isEqualTo("%1$d is here\n%1$d goes\n".formatted(n));
            sandboxes.add(String.valueOf(report.sandboxId()));
        }
        assertThat(sandboxes).hasSize(1);
    }

    private static RunRequest request(int n) {
        return new RunRequest(
                InvocationId.at(Instant.parse("2026-11-23T12:00:00Z")),
                "{\"n\":%d}".formatted(n).getBytes(StandardCharsets.UTF_8),
                "application/json",
                "Root=1-69245100-000000000000000000000001;Sampled=0",
                null);
    }
}
