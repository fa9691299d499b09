package dev.meterlark.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.shared.InvocationId;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** Real sandboxes that are there before their first call. */
@ExtendWith(RealNode.class)
class RealAheadTests {

    private final RealNode.Node node;

    RealAheadTests(RealNode.Node node) {
        this.node = node;
    }

    @ParameterizedTest
    @CsvSource({
        "nodejs, index.js, index.handler, exports.handler = async event => event, 1",
        "nodejs, index.js, index.handler, exports.handler = async event => event, 4",
        "python, app.py, app.handler, 'def handler(event, context): return event', 1",
    })
    void theFirstCallOfASandboxStartedAheadIsWarmAndPaysForNoStart(
            String family, String file, String handler, String code, int concurrency) {
        var program = new RealNode.Program(family, node.keep(file, code), handler, 128);
        SandboxSpec spec =
                node.spec(
                        RealNode.Version.ofSomebody(),
                        program,
                        Duration.ofSeconds(10),
                        concurrency);

        node.workers().keepWarm(spec, 1);
        RunReport report = node.workers().run(spec, request(), AnswerStream.NONE).join();

        assertThat(report.ending()).isInstanceOf(Ending.Succeeded.class);
        assertThat(report.cold()).isFalse();
        assertThat(report.init()).isZero();
        node.workers().keepWarm(spec, 0);
    }

    private static RunRequest request() {
        return new RunRequest(
                InvocationId.at(Instant.parse("2026-11-23T12:00:00Z")),
                "{}".getBytes(StandardCharsets.UTF_8),
                "application/json",
                "Root=1-69245100-000000000000000000000001;Sampled=0",
                null);
    }
}
