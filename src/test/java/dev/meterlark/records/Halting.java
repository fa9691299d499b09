package dev.meterlark.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.network.Receiver;
import dev.meterlark.platform.DurableSteps;
import dev.meterlark.story.PlatformProcess;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * One installation whose process is halted and started again on what it left, with the clients that
 * work on it.
 */
final class Halting implements AutoCloseable {

    private static final String[] SETTINGS = {
        "--meterlark.function.unused-packages-for=0s",
        "--meterlark.function.housekeeping-every=200ms",
        "--meterlark.invocation.queue.retry.function=50ms",
        "--meterlark.invocation.queue.run.lease-grace=2s",
        "--meterlark.outbox.lease=5s",
        "--meterlark.webhooks.allowed=127.0.0.1 1024-65535",
        "--meterlark.storage.buckets.min-part-size=1B",
        "--meterlark.storage.buckets.released-for=1ms",
        "--meterlark.storage.buckets.sweep-every=200ms"
    };

    private final History history = new History();
    private final Receiver receiver = Receiver.answering(200);
    private final Installation installation;
    private final Workload workload;
    private final PlatformProcess first;

    private Halting(Installation.Kind kind, Path data, String step) throws IOException {
        installation = Installation.of(kind, data);
        first = well(haltingAt(step));
        workload = Workload.begin(first, installation, history, receiver.url());
    }

    /** One whole round, and the process is killed. */
    static Halting afterOneRound(Installation.Kind kind, Path data) throws Exception {
        Halting halting = new Halting(kind, data, "nowhere");
        halting.wholeRound(halting.first);
        halting.first.killHard();
        return halting;
    }

    /**
     * The very first process is halted.
     *
     * @param step that a round passes, and no sign-up
     */
    static Halting inItsFirstRound(Installation.Kind kind, Path data, String step)
            throws IOException {
        Halting halting = new Halting(kind, data, step);
        boolean whole;
        try (var first = halting.first) {
            whole = halting.workload.round(first);
        }
        assertThat(whole).as("no process passes " + step).isFalse();
        halting.assertHalted(halting.first, step);
        return halting;
    }

    /** What a round passes on what a killed process left, as those that will be halted. */
    Steps dryRun() throws IOException {
        PlatformProcess platform = started();
        try (platform) {
            wholeRound(platform);
        }
        return Steps.passed(platform.output());
    }

    /**
     * @return whether the step was passed at all; how often some are depends on chance
     * @throws AssertionError when a rule is broken afterwards
     */
    boolean halt(String step) throws IOException {
        PlatformProcess platform = haltingAt(step);
        boolean whole;
        try (platform) {
            whole = platform.becomesWell() && workload.round(platform);
        }
        if (whole) {
            return false;
        }
        assertHalted(platform, step);
        return true;
    }

    private void assertHalted(PlatformProcess platform, String step) {
        assertThat(platform.exitCode())
                .as("halted at %s%n%s", step, platform.output())
                .hasValue(DurableSteps.EXIT_CODE);
        try {
            Checker.always(installation.ledgers(), history);
        } catch (AssertionError e) {
            throw new AssertionError("after a halt at " + step, e);
        }
    }

    /** After a last start everything comes to its end, and every rule holds. */
    void finish() throws IOException {
        PlatformProcess last = started();
        try (last) {
            wholeRound(last);
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

    private void wholeRound(PlatformProcess platform) {
        assertThat(workload.round(platform)).as(platform.output()).isTrue();
    }

    private PlatformProcess started() throws IOException {
        return well(haltingAt("nowhere"));
    }

    private static PlatformProcess well(PlatformProcess platform) {
        assertThat(platform.becomesWell()).as(platform.output()).isTrue();
        return platform;
    }

    private PlatformProcess haltingAt(String step) throws IOException {
        return installation.launch(List.of("-Dmeterlark.unsafe-halt-at=" + step), SETTINGS);
    }

    @Override
    public void close() {
        receiver.close();
    }
}
