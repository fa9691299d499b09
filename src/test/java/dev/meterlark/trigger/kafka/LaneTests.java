package dev.meterlark.trigger.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.invocation.Accepted;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.node.JsonNodeFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One batch after the other, and a position that is never ahead. */
class LaneTests {

    private static final long LATER = Duration.ofMinutes(1).toNanos();

    private final List<List<Long>> handed = new ArrayList<>();
    private final List<CompletableFuture<Optional<Accepted>>> promises = new ArrayList<>();
    private final Lane lane =
            new Lane(
                    0,
                    5,
                    3,
                    Duration.ZERO,
                    new Lane.Door() {
                        @Override
                        public CompletableFuture<Optional<Accepted>> hand(
                                int partition, List<RecordEvent> events) {
                            handed.add(events.stream().map(RecordEvent::offset).toList());
                            promises.add(new CompletableFuture<>());
                            return promises.getLast();
                        }

                        @Override
                        public void leftOut(RecordEvent event) {
                            handed.add(List.of(-event.offset()));
                        }
                    },
                    0);

    private void come(long... offsets) {
        for (long each : offsets) {
            var event = JsonNodeFactory.instance.objectNode().put("value", "long enough " + each);
            lane.add(
                    RecordEvent.of("" + each, each, event, JsonNodeFactory.instance::objectNode),
                    0);
        }
    }

    private void accepted() {
        promises.getLast().complete(Optional.empty());
    }

    private void refused(ErrorCode code) {
        promises.getLast().completeExceptionally(new RefusedException(code, "no"));
    }

    @Test
    void theNextBatchWaitsForTheOneBefore() {
        come(5, 6, 7, 8);
        lane.step(0);
        lane.step(0);

        assertThat(handed).containsExactly(List.of(5L, 6L, 7L));
        assertThat(lane.accepted()).isEqualTo(5);
        accepted();
        lane.step(0);
        assertThat(lane.accepted()).isEqualTo(8);
        assertThat(handed).containsExactly(List.of(5L, 6L, 7L), List.of(8L));
    }

    @Test
    void whatWasNotTakenComesAgainAsItWasAfterAPause() {
        come(5);
        lane.step(0);
        refused(ErrorCode.QUEUE_FULL);
        come(6);
        lane.step(0);
        assertThat(handed).hasSize(1);

        lane.step(LATER);

        assertThat(handed).containsExactly(List.of(5L), List.of(5L));
        assertThat(lane.accepted()).isEqualTo(5);
    }

    @Test
    void whatIsTooLargeComesInHalvesAndAtLastWithoutItsValues() {
        come(5, 6);
        for (int time = 0; time < 2; time++) {
            lane.step(0);
            refused(ErrorCode.EVENT_TOO_LARGE);
        }
        lane.step(0);

        assertThat(handed).containsExactly(List.of(5L, 6L), List.of(5L), List.of(-5L), List.of(5L));
        accepted();
        lane.step(0);
        assertThat(lane.accepted()).isEqualTo(6);
    }

    @Test
    void offsetsWithoutRecordsArePassedWhenNothingWaits() {
        come(5);
        lane.skipTo(9);
        assertThat(lane.accepted()).isEqualTo(5);
        lane.step(0);
        accepted();
        lane.step(0);

        lane.skipTo(9);

        assertThat(lane.accepted()).isEqualTo(9);
    }
}
