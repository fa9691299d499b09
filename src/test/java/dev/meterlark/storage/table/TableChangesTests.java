package dev.meterlark.storage.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.ManualClock;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** What readers get to know of a table's changes, on a real database. */
@Tag("database")
class TableChangesTests {

    private static final ScratchDatabase DATABASE = new ScratchDatabase();

    private final ManualClock clock = new ManualClock();
    private final TableNode node =
            new TableNode(
                    DATABASE,
                    clock,
                    Map.of(
                            "max-item-size", "4KB",
                            "changes-for", "1h",
                            "max-changes-size", "8KB"));
    private final Table table = node.newTable("orders", null, "until");

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void aReaderThatBeginsNowGetsEachChangeFromThenOn() {
        node.put(table, "key", "{\"n\":0}");
        ReaderId reader = node.reader(table, false);
        node.put(table, "key", "{\"n\":1}");
        node.delete(table, "key");
        Item again = node.put(table, "key", "{\"n\":1e400}");

        List<Change> taken = node.take(reader);

        assertThat(taken)
                .extracting(TableChangesTests::shown)
                .containsExactly(
                        "changed {\"n\":0} -> {\"n\":1}",
                        "deleted {\"n\":1} -> -",
                        "created - -> {\"n\":1e400}");
        assertThat(taken.getLast().sequence()).isEqualTo(again.version());
        assertThat(node.take(reader)).isEmpty();
    }

    @Test
    void aReaderThatBeginsWithWhatIsThereGetsItFirst() {
        List<String> keys = IntStream.range(0, 20).mapToObj(i -> "key " + i).toList();
        keys.forEach(key -> node.put(table, key, "{\"n\":0}"));
        ReaderId reader = node.reader(table, true);
        node.put(table, "key 3", "{\"n\":1}");
        node.delete(table, "key 4");
        node.put(table, "key 5", "{\"n\":1}");
        node.put(table, "new", "{}");

        Map<String, List<String>> byKey = byKey(node.take(reader));

        assertThat(byKey).hasSize(21);
        assertThat(byKey.get("key 3")).containsExactly("changed {\"n\":0} -> {\"n\":1}");
        assertThat(byKey.get("key 4")).containsExactly("deleted {\"n\":0} -> -");
        assertThat(byKey.get("key 6")).containsExactly("found - -> {\"n\":0}");
        assertThat(byKey.get("new")).containsExactly("created - -> {}");
        assertThat(node.changes.standing(reader).isAtBeginning()).isFalse();
        assertThat(node.take(reader)).isEmpty();
    }

    @Test
    void whatWasNotSaidToHavePassedComesAgain() {
        ReaderId reader = node.reader(table, false);
        for (int i = 0; i < 4; i++) {
            node.put(table, "key", "{\"n\":" + i + "}");
        }
        int shard = node.changes.waiting(reader).getFirst();

        List<Change> first = node.changes.next(reader, shard, 3, 1_000_000);
        assertThat(node.changes.next(reader, shard, 3, 1_000_000)).isEqualTo(first);
        node.changes.passed(reader, first.get(1));
        node.changes.passed(reader, first.getFirst());

        assertThat(node.changes.next(reader, shard, 9, 1_000_000)).hasSize(2);
        assertThat(node.changes.next(reader, shard, 9, 1)).as("bounded by bytes").hasSize(1);
    }

    @Test
    void expiryIsAChange() {
        ReaderId reader = node.reader(table, false);
        node.put(table, "a", "{}", new Condition.Always(), 10L);
        node.put(table, "b", "{}", new Condition.Always(), 10L);
        clock.forward(Duration.ofSeconds(10));
        node.put(table, "b", "{\"n\":1}");
        node.housekeeping.sweep(clock.instant());

        Map<String, List<String>> byKey = byKey(node.take(reader));

        assertThat(byKey.get("a")).containsExactly("created - -> {}", "expired {} -> -");
        assertThat(byKey.get("b"))
                .containsExactly("created - -> {}", "expired {} -> -", "created - -> {\"n\":1}");
    }

    @Test
    void withoutReadersNothingIsWrittenDownAndAfterAllHaveReadNothingStays() {
        node.put(table, "key", "{\"n\":0}");
        assertThat(written()).isZero();
        ReaderId fast = node.reader(table, false);
        ReaderId slow = node.reader(table, false);
        node.put(table, "key", "{\"n\":1}");
        node.take(fast);
        node.housekeeping.sweep(clock.instant());
        assertThat(written()).isOne();

        assertThat(node.take(slow)).hasSize(1);
        node.housekeeping.sweep(clock.instant());
        assertThat(written()).isZero();

        node.put(table, "key", "{\"n\":2}");
        leave(fast);
        leave(slow);
        node.put(table, "key", "{\"n\":3}");
        node.housekeeping.sweep(clock.instant());
        assertThat(written()).isZero();
        assertThat(node.shards.changeBytesOf(table.id())).isZero();
    }

    @Test
    void whatIsNotTakenInTimeIsLostAndCounted() {
        ReaderId reader = node.reader(table, false);
        ReaderId other = node.reader(table, false);
        node.put(table, "key", "{\"n\":0}");
        node.put(table, "key", "{\"n\":1}");
        node.take(other);
        clock.forward(Duration.ofMinutes(61));
        node.put(table, "key", "{\"n\":2}");
        assertThat(node.changes.standing(reader).lostFrom()).isBefore(clock.instant());
        node.housekeeping.sweep(clock.instant());

        Standing standing = node.changes.standing(reader);
        assertThat(standing.lost()).isEqualTo(2);
        assertThat(standing.lostAt()).isEqualTo(clock.instant());
        assertThat(standing.waiting()).isEqualTo(1);
        assertThat(node.changes.standing(other).lost()).isZero();
        assertThat(node.take(reader))
                .extracting(TableChangesTests::shown)
                .containsExactly("changed {\"n\":1} -> {\"n\":2}");
    }

    @Test
    void whatTakesTooMuchRoomIsLostFromTheOldestOn() {
        ReaderId reader = node.reader(table, false);
        String large = "{\"a\":\"" + "x".repeat(1_000) + "\"}";
        for (int i = 0; i < 10; i++) {
            node.put(table, "key", large);
        }
        node.housekeeping.sweep(clock.instant());

        Standing standing = node.changes.standing(reader);
        assertThat(standing.keptBytes()).isLessThanOrEqualTo(8 << 10).isPositive();
        assertThat(standing.lost()).isEqualTo(10 - written());
        List<Change> taken = node.take(reader);
        assertThat(taken).hasSize((int) standing.waiting());
        assertThat(taken.getLast().sequence()).isEqualTo(10);
    }

    /**
     * The claim that positions rest on: with writers at once, whoever has read up to a number has
     * missed none below it, though numbers are given before they are committed.
     */
    @Test
    void ofManyWhoWriteAtOnceNoChangeIsMissedAndEachKeyIsInOrder() {
        ReaderId reader = node.reader(table, true);
        AtomicInteger writing = new AtomicInteger(6);
        List<CompletableFuture<Void>> writers =
                IntStream.range(0, 6)
                        .mapToObj(i -> CompletableFuture.runAsync(() -> write(i, writing)))
                        .toList();

        List<Change> taken = new ArrayList<>();
        await().atMost(Duration.ofSeconds(60))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(
                        () -> {
                            boolean last = writing.get() == 0;
                            taken.addAll(node.take(reader));
                            return last;
                        });
        writers.forEach(CompletableFuture::join);

        Map<Integer, Long> sequences = new HashMap<>();
        Map<String, String> documents = new HashMap<>();
        for (Change each : taken) {
            long expected = sequences.merge(each.shard(), 1L, Long::sum);
            assertThat(each.sequence()).as("no gap, nothing twice").isEqualTo(expected);
            assertThat(text(each.before()))
                    .as("what was before is what was after the change before")
                    .isEqualTo(documents.getOrDefault(each.key(), "-"));
            documents.put(each.key(), text(each.after()));
        }
        for (int key = 0; key < 8; key++) {
            String there = node.text(table, "key " + key);
            assertThat(documents.getOrDefault("key " + key, "-"))
                    .isEqualTo(there == null ? "-" : there);
        }
        assertThat(taken.size()).isGreaterThan(200);
    }

    private void write(int writer, AtomicInteger writing) {
        Random random = new Random(writer);
        try {
            for (int i = 0; i < 60; i++) {
                String document = "{\"by\":%d,\"n\":%d}".formatted(writer, i);
                String key = "key " + random.nextInt(8);
                switch (random.nextInt(4)) {
                    case 0 -> node.delete(table, key);
                    case 1 -> batch(key, "key " + random.nextInt(8), document);
                    default -> node.put(table, key, document);
                }
            }
        } finally {
            writing.decrementAndGet();
        }
    }

    /** Of two shards at once, and sometimes of none: the second condition does not hold. */
    private void batch(String one, String other, String document) {
        Document put = TableNode.json(document);
        try {
            node.items.batch(
                    table.account(),
                    table.name(),
                    List.of(
                            new Operation.Put(one, put, new Condition.Always(), null),
                            new Operation.Put(other, put, new Condition.Present(), null)));
        } catch (RefusedException e) {
            // then the first is not there either
        }
    }

    private void leave(ReaderId reader) {
        new TransactionTemplate(DATABASE.transactions())
                .executeWithoutResult(_ -> node.changes.leave(reader));
    }

    private long written() {
        return DATABASE.client()
                .sql("select count(*) from table_change where table_id = ?")
                .param(table.id().value())
                .query(Long.class)
                .single();
    }

    private static Map<String, List<String>> byKey(List<Change> changes) {
        Map<String, List<String>> byKey = new HashMap<>();
        changes.forEach(
                each -> byKey.computeIfAbsent(each.key(), _ -> new ArrayList<>()).add(shown(each)));
        return byKey;
    }

    private static String shown(Change change) {
        return "%s %s -> %s"
                .formatted(change.kind().wireName(), text(change.before()), text(change.after()));
    }

    private static String text(@Nullable Document document) {
        return document == null ? "-" : document.text();
    }
}
