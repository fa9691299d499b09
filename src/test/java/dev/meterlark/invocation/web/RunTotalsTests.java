package dev.meterlark.invocation.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.invocation.FailedStage;
import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.metering.SampleRecords;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Map;

class RunTotalsTests {

    private final RunTotals totals = new RunTotals();
    private final SampleRecords samples = new SampleRecords(7);

    @Test
    void whatWasNoRunSaysNothing() {
        assertThat(totals.headers()).isEmpty();
        assertThat(totals.members()).isEmpty();
    }

    @Test
    void callsOfAStageAreSummedUpAndOneThatIsAloneIsNamed() {
        InvocationRecord first = record();
        InvocationRecord second = record();
        InvocationRecord third = record();

        totals.ran(1, "parse", first);
        totals.ran(2, "enrich", second);
        totals.ran(2, "enrich", third);

        Map<String, String> headers = totals.headers();
        assertThat(headers.get("Meterlark-Billed-Ms"))
                .isEqualTo(
                        Long.toString(
                                first.billedMillis()
                                        + second.billedMillis()
                                        + third.billedMillis()));
        assertThat(headers.get("Meterlark-Price"))
                .isEqualTo(first.price().plus(second.price()).plus(third.price()).toString());
        assertThat(headers.get("Meterlark-Stages"))
                .isEqualTo(
                        "\"parse\";calls=1;billed-ms=%d;price=\"%s\";id=\"%s\", \"enrich\";calls=2;billed-ms=%d;price=\"%s\""
                                .formatted(
                                        first.billedMillis(),
                                        first.price(),
                                        first.invocation(),
                                        second.billedMillis() + third.billedMillis(),
                                        second.price().plus(third.price())));
    }

    @Test
    void stagesThatHaveNoRoomInAHeaderAreLeftOutFromTheEnd() {
        for (int stage = 1; stage <= 50; stage++) {
            totals.ran(stage, "s".repeat(63), record());
        }

        String stages = totals.headers().getOrDefault("Meterlark-Stages", "");
        assertThat(stages.length()).isBetween(3_500, 4_100);
        assertThat(stages).endsWith("\"");
    }

    @Test
    void theStageToBlameIsNamed() {
        totals.failed(new FailedStage(2, "enrich", 7));

        assertThat(totals.members())
                .isEqualTo(Map.of("stage", "2", "stageName", "enrich", "element", "7"));
    }

    private InvocationRecord record() {
        return samples.succeeded(
                AccountId.random(), FunctionId.random(), Instant.parse("2026-11-25T21:00:00Z"));
    }
}
