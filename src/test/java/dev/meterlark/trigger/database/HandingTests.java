package dev.meterlark.trigger.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.trigger.Batch;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

class HandingTests {

    private static final JsonMapper JSON = new JsonMapper();

    private final Taker taker = new Taker();
    private final TestOwnership ownership = new TestOwnership();
    private final Handing handing =
            new Handing(TestTriggers.postgresql(5432, "shop", "orders"), ownership, taker, taker);

    @Test
    void batchesAreOfOneShardAndInOrder() throws Exception {
        handing.all(IntStream.range(0, 25).mapToObj(i -> change(i, i % 2, 10)).toList());

        assertThat(taker.batches()).hasSize(4);
        for (Taker.Taken each : taker.batches()) {
            assertThat(each.batch().items()).hasSizeLessThanOrEqualTo(10);
            List<Integer> numbers =
                    each.batch().items().stream().map(item -> Integer.parseInt(item.id())).toList();
            assertThat(numbers).isSorted();
            assertThat(numbers).allMatch(n -> n % 2 == Integer.parseInt(each.shard()));
        }
        assertThat(taker.events()).hasSize(25);
    }

    @Test
    void theSameEventsAgainAreOneCallAndOthersAreNot() throws Exception {
        List<Change> changes = IntStream.range(0, 8).mapToObj(i -> change(i, 0, 10)).toList();
        handing.all(changes);
        handing.all(changes);
        assertThat(taker.events()).hasSize(8);

        handing.all(changes.subList(3, 8));
        assertThat(taker.events()).as("at least once, never less").hasSize(13);
    }

    @Test
    void whatIsRefusedForNowComesAgain() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        taker.refuse(
                _ ->
                        asked.incrementAndGet() < 3
                                ? new RefusedException(
                                        ErrorCode.QUEUE_FULL, "full", Duration.ofMillis(1))
                                : null);

        handing.all(List.of(change(1, 0, 10)));

        assertThat(asked).hasValue(3);
        assertThat(taker.events()).hasSize(1);
    }

    @Test
    void aBatchThatIsTooLargeGoesInPiecesAndARowThatIsWithoutItsLongestValue() throws Exception {
        taker.refuse(HandingTests::tooLarge);

        handing.all(List.of(change(1, 0, 10), change(2, 0, 600_000), change(3, 0, 10)));

        List<JsonNode> events = taker.events();
        assertThat(events)
                .extracting(each -> each.path("id").asString())
                .containsExactly("1", "2", "3");
        assertThat(events.get(1).at("/data/after/text").asString()).isEqualTo(Oversize.TOO_LONG);
        assertThat(taker.troubles()).singleElement().asString().contains("left out: after.text");
    }

    @Test
    void whoeverIsNotTheOwnerAnyMoreStops() {
        taker.refuse(_ -> new RefusedException(ErrorCode.QUEUE_FULL, "full"));
        Thread.ofVirtual().start(ownership::lose);

        assertThatThrownBy(() -> handing.all(List.of(change(1, 0, 10))))
                .isInstanceOf(InterruptedException.class);
    }

    private static @Nullable RefusedException tooLarge(Batch batch) {
        return batch.shape()
                                .written(batch.items().stream().map(Batch.Item::event).toList())
                                .toString()
                                .length()
                        > 400_000
                ? new RefusedException(ErrorCode.EVENT_TOO_LARGE, "too large")
                : null;
    }

    private static Change change(int number, int shard, int characters) {
        ObjectNode event =
                (ObjectNode)
                        JSON.readTree(
                                """
                                {"id": "%d", "subject": "public.orders",
                                 "data": {"before": null, "after": {"text": "%s"}}}
                                """
                                        .formatted(number, "x".repeat(characters)));
        return new Change(String.valueOf(number), shard, event, characters, Instant.EPOCH);
    }
}
