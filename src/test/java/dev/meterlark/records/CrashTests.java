package dev.meterlark.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.network.Receiver;
import dev.meterlark.platform.DurableSteps;
import dev.meterlark.story.PlatformProcess;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The process is halted at each durable step in turn, and started again on what it left. A build
 * halts it at the few named here; {@code bin/bench crash} at every passing of every step, which is
 * {@code -Dmeterlark.crash.steps=all}. Others may be named instead, with commas.
 */
@Tag("slow")
class CrashTests {

    private static final Map<Installation.Kind, List<String>> SHORTENED =
            Map.of(
                    Installation.Kind.EMBEDDED,
                    List.of("queue.settle.committing:1"),
                    Installation.Kind.POSTGRESQL,
                    List.of("outbox.carried:1"));

    private static final String[] SETTINGS = {
        "--meterlark.function.unused-packages-for=0s",
        "--meterlark.function.housekeeping-every=200ms",
        "--meterlark.invocation.queue.retry.function=50ms",
        "--meterlark.invocation.queue.run.lease-grace=2s",
        "--meterlark.outbox.lease=5s",
        "--meterlark.webhooks.allowed=127.0.0.1 1024-65535"
    };

    private final History history = new History();
    private final Receiver receiver = Receiver.answering(200);

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource
    void whereverItIsHaltedNothingIsLostOrDoneTwice(Installation.Kind kind) throws Exception {
        Installation installation = Installation.of(kind, folder.resolve("data"));
        PlatformProcess first = started(installation);
        Workload workload = Workload.begin(first, installation, history, receiver.url());
        wholeRound(workload, first);
        first.killHard();

        for (String step : wanted(kind, installation, workload)) {
            halt(installation, workload, step);
        }

        PlatformProcess last = started(installation);
        try (last) {
            wholeRound(workload, last);
            workload.awaitAllEnds(last);
        }
        assertThat(Steps.passed(first.output() + last.output()).passings().keySet())
                .as("the workload passes every step that there is")
                .containsAll(Steps.inSources());
        Checker.atRest(installation.ledgers(), history);
        assertThat(receiver.received())
                .extracting(told -> told.headers().get("webhook-id"))
                .as("each call that was given up on was told of")
                .containsAll(history.givenUp());
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    private void halt(Installation installation, Workload workload, String step)
            throws IOException {
        PlatformProcess platform = haltingAt(installation, step);
        try (platform) {
            if (platform.becomesWell()) {
                workload.round(platform);
            }
        }
        assertThat(platform.exitCode())
                .as("halted at %s%n%s", step, platform.output())
                .hasValue(DurableSteps.EXIT_CODE);
        try {
            Checker.always(installation.ledgers(), history);
        } catch (AssertionError e) {
            throw new AssertionError("after a halt at " + step, e);
        }
    }

    private List<String> wanted(
            Installation.Kind kind, Installation installation, Workload workload)
            throws IOException {
        String asked = System.getProperty("meterlark.crash.steps", "");
        if (asked.isEmpty()) {
            return Objects.requireNonNull(SHORTENED.get(kind));
        }
        return asked.equals("all")
                ? dryRun(installation, workload).all()
                : List.of(asked.split(","));
    }

    /** On what a killed process left, as those that will be halted. */
    private static Steps dryRun(Installation installation, Workload workload) throws IOException {
        PlatformProcess platform = started(installation);
        try (platform) {
            wholeRound(workload, platform);
        }
        return Steps.passed(platform.output());
    }

    private static void wholeRound(Workload workload, PlatformProcess platform) {
        assertThat(workload.round(platform)).as(platform.output()).isTrue();
    }

    private static PlatformProcess started(Installation installation) throws IOException {
        PlatformProcess platform = haltingAt(installation, "nowhere");
        assertThat(platform.becomesWell()).as(platform.output()).isTrue();
        return platform;
    }

    private static PlatformProcess haltingAt(Installation installation, String step)
            throws IOException {
        return installation.launch(List.of("-Dmeterlark.unsafe-halt-at=" + step), SETTINGS);
    }
}
