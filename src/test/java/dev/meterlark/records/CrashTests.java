package dev.meterlark.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The process is halted at each durable step in turn, and started again on what it left. A build
 * halts it at the few named here; {@code bin/bench crash} at every passing of every step, which is
 * {@code -Dmeterlark.crash.steps=all}. Others may be named instead, with commas.
 */
@Tag("slow")
class CrashTests {

    private static final Map<Installation.Kind, String> SHORTENED =
            Map.of(
                    Installation.Kind.EMBEDDED, "queue.settle.committing:1",
                    Installation.Kind.POSTGRESQL, "outbox.carried:1");

    private static final String ASKED = System.getProperty("meterlark.crash.steps", "");

    /** Both when it is empty. */
    private static final String ONLY_ON = System.getProperty("meterlark.crash.database", "");

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource
    void whereverItIsHaltedNothingIsLostOrDoneTwice(Installation.Kind kind) throws Exception {
        assumeTrue(ONLY_ON.isEmpty() || ONLY_ON.equals(kind.name().toLowerCase(Locale.ROOT)));
        if (ASKED.isEmpty()) {
            shortened(kind);
        } else {
            List<String> failed = new CrashSeries(kind, folder).run(ASKED);
            assertThat(failed).isEmpty();
        }
    }

    private void shortened(Installation.Kind kind) throws Exception {
        String step = Objects.requireNonNull(SHORTENED.get(kind));
        try (Halting halting = Halting.inItsFirstRound(kind, folder.resolve("data"), step)) {
            halting.finish();
        }
    }
}
