package dev.meterlark.storage.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.ManualClock;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Items on a real database. */
@Tag("database")
class ItemsTests {

    private static final ScratchDatabase DATABASE = new ScratchDatabase();

    private final ManualClock clock = new ManualClock();
    private final TableNode node =
            new TableNode(
                    DATABASE,
                    clock,
                    Map.of(
                            "max-item-size", "1KB",
                            "max-batch", "5",
                            "max-batch-size", "2KB",
                            "max-page-size", "1KB",
                            "max-table-items", "100",
                            "max-table-size", "10KB"));
    private final Table table = node.newTable("orders", null, null);

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void whatWasPutIsReadWithAVersionThatGrows() {
        Item first = node.put(table, "a/b c/ü\0", "{\"n\": 1e400}");
        Item second = node.put(table, "a/b c/ü\0", "{\"n\": 2}");

        assertThat(first.document().text()).isEqualTo("{\"n\":1e400}");
        assertThat(second.version()).isGreaterThan(first.version());
        assertThat(node.text(table, "a/b c/ü\0")).isEqualTo("{\"n\":2}");
        assertThat(room()).isEqualTo(new ShardRows.Room(1, 9 + 7));
    }

    @Test
    void aVersionIsNeverUsedAgainForItsKey() {
        Item first = node.put(table, "key", "{}");
        node.delete(table, "key");
        Item again = node.put(table, "key", "{}");

        assertThat(again.version()).isGreaterThan(first.version() + 1);
        refused(
                ErrorCode.PRECONDITION,
                () -> node.put(table, "key", "{}", version(first.version()), null));
    }

    @Test
    void conditionsAreHeld() {
        refused(
                ErrorCode.PRECONDITION,
                () -> node.put(table, "key", "{}", new Condition.Present(), null));
        refused(ErrorCode.PRECONDITION, () -> node.put(table, "key", "{}", version(1), null));
        Item made = node.put(table, "key", "{}", new Condition.Absent(), null);
        refused(
                ErrorCode.PRECONDITION,
                () -> node.put(table, "key", "{}", new Condition.Absent(), null));
        node.put(table, "key", "{\"n\":1}", version(made.version()), null);
        refused(
                ErrorCode.PRECONDITION,
                () ->
                        node.items.delete(
                                table.account(),
                                "orders",
                                new Operation.Delete("key", version(made.version()))));
        assertThat(node.text(table, "key")).isEqualTo("{\"n\":1}");
    }

    @Test
    void ofManyThatCountUpNoneIsLost() {
        node.put(table, "counter", "{\"n\":0}");

        IntStream.range(0, 8)
                .parallel()
                .forEach(
                        _ -> {
                            for (int done = 0; done < 50; ) {
                                done += countedUp() ? 1 : 0;
                            }
                        });

        assertThat(node.text(table, "counter")).isEqualTo("{\"n\":400}");
    }

    private boolean countedUp() {
        Item item = node.items.find(table.account(), "orders", "counter").orElseThrow();
        int next = item.document().tree().path("n").asInt() + 1;
        try {
            node.put(table, "counter", "{\"n\":" + next + "}", version(item.version()), null);
            return true;
        } catch (RefusedException e) {
            return false;
        }
    }

    @Test
    void aBatchIsDoneWholeOrNotAtAll() {
        node.put(table, "a", "{\"n\":1}");
        node.put(table, "b", "{\"n\":2}");

        List<ItemResult> results =
                batch(get("a"), put("c", "{}"), delete("b"), delete("none"), get("no"));

        assertThat(results)
                .extracting(ItemResult::key)
                .containsExactly("a", "c", "b", "none", "no");
        assertThat(results)
                .extracting(each -> each.before() != null)
                .containsExactly(true, false, true, false, false);
        assertThat(results)
                .extracting(each -> each.after() != null)
                .containsExactly(true, true, false, false, false);
        assertThat(room().items()).isEqualTo(2);
    }

    @Test
    void aBatchWithAConditionThatDoesNotHoldChangesNothing() {
        node.put(table, "a", "{\"n\":1}");

        refused(
                ErrorCode.PRECONDITION,
                () ->
                        batch(
                                put("b", "{}"),
                                delete("a"),
                                new Operation.Put(
                                        "c", TableNode.json("{}"), new Condition.Present(), null)));

        assertThat(node.text(table, "a")).isEqualTo("{\"n\":1}");
        assertThat(node.text(table, "b")).isNull();
        assertThat(room().items()).isEqualTo(1);
    }

    @Test
    void whatIsTooLargeOrTooManyIsRefused() {
        refused(ErrorCode.REQUEST_TOO_LARGE, () -> node.put(table, "a", large(1_100)));
        refused(
                ErrorCode.REQUEST_TOO_LARGE,
                () -> batch(put("a", large(900)), put("b", large(900)), put("c", large(900))));
        refused(ErrorCode.REQUEST_INVALID, () -> batch());
        refused(ErrorCode.REQUEST_INVALID, () -> batch(put("a", "{}"), delete("a")));
        refused(
                ErrorCode.REQUEST_INVALID,
                () -> batch(get("1"), get("2"), get("3"), get("4"), get("5"), get("6")));
        refused(ErrorCode.REQUEST_INVALID, () -> node.put(table, "", "{}"));
        refused(ErrorCode.REQUEST_INVALID, () -> node.put(table, "x".repeat(1_025), "{}"));
        refused(ErrorCode.REQUEST_INVALID, () -> node.put(table, "\ud800", "{}"));
        assertThat(room().items()).isZero();
    }

    @Test
    void aTableHoldsSoMuchAndNoMore() {
        for (int i = 0; i < 10; i++) {
            node.put(table, "item " + i, large(950));
        }

        refused(ErrorCode.LIMIT_REACHED, () -> node.put(table, "more", large(950)));
        node.put(table, "item 1", "{}");
        node.put(table, "more", large(950));
    }

    @Test
    void itemsAreListedByTheBytesOfTheirKeysPageByPage() {
        List<String> keys = List.of("a", "a/1", "a/2", "a/ü", "b", "ä");
        keys.reversed().forEach(key -> node.put(table, key, "{}"));

        assertThat(all(new ItemQuery(null, null, null, null, null, null, 2), false))
                .isEqualTo(keys);
        assertThat(all(new ItemQuery(null, null, null, null, "desc", null, 4), false))
                .isEqualTo(keys.reversed());
        assertThat(all(new ItemQuery(null, "a/", null, null, null, null, 2), false))
                .containsExactly("a/1", "a/2", "a/ü");
        assertThat(all(new ItemQuery(null, null, "a/2", "ä", null, null, null), false))
                .containsExactly("a/2", "a/ü", "b");
        assertThat(all(new ItemQuery(null, null, null, "", null, null, null), false)).isEmpty();
    }

    @Test
    void aPageIsBoundedByBytesToo() {
        for (int i = 0; i < 4; i++) {
            node.put(table, "item " + i, large(450));
        }

        ItemPage page =
                node.items.list(
                        table.account(),
                        "orders",
                        new ItemQuery(null, null, null, null, null, null, null));

        assertThat(page.items()).hasSize(2);
        assertThat(all(new ItemQuery(null, null, null, null, null, null, null), false)).hasSize(4);
    }

    @Test
    void numbersOfTheIndexAreFoundInTheirOrder() {
        Table indexed = node.newTable("readings", "at.value:number", null);
        for (String number : List.of("10", "9", "-1.5", "1e400", "0", "10.0")) {
            node.put(indexed, "k" + number, "{\"at\":{\"value\":" + number + "}}");
        }
        node.put(indexed, "without", "{}");

        assertThat(all(indexed, new ItemQuery(null, null, null, null, null, null, 2), true))
                .containsExactly("k-1.5", "k0", "k9", "k10", "k10.0", "k1e400");
        assertThat(all(indexed, new ItemQuery(null, null, null, null, "desc", null, 2), true))
                .containsExactly("k1e400", "k10.0", "k10", "k9", "k0", "k-1.5");
        assertThat(all(indexed, new ItemQuery("10.00", null, null, null, null, null, 1), true))
                .containsExactly("k10", "k10.0");
        assertThat(all(indexed, new ItemQuery(null, null, "-2", "10", null, null, 9), true))
                .containsExactly("k-1.5", "k0", "k9");
        refused(
                ErrorCode.REQUEST_INVALID,
                () -> node.put(indexed, "text", "{\"at\":{\"value\":\"10\"}}"));
        refused(
                ErrorCode.REQUEST_INVALID,
                () -> all(indexed, new ItemQuery("ten", null, null, null, null, null, 1), true));
    }

    @Test
    void textOfTheIndexIsFoundByItsBeginning() {
        Table indexed = node.newTable("people", "name:string", null);
        for (String name : List.of("ada", "adam", "bob", "")) {
            node.put(indexed, "key of " + name, "{\"name\":\"" + name + "\"}");
        }
        node.put(indexed, "key of bob", "{\"name\":\"adele\"}");

        assertThat(all(indexed, new ItemQuery(null, "ad", null, null, null, null, 1), true))
                .containsExactly("key of ada", "key of adam", "key of bob");
        assertThat(all(indexed, new ItemQuery("", null, null, null, null, null, 1), true))
                .containsExactly("key of ");
        assertThat(all(indexed, new ItemQuery("bob", null, null, null, null, null, 1), true))
                .isEmpty();
    }

    @Test
    void whatHasExpiredIsNotThereWhetherItWasSweptOrNot() {
        Table sessions = node.newTable("sessions", null, "until");
        long second = clock.instant().getEpochSecond() + 60;
        node.put(sessions, "a", "{\"until\":" + second + "}");
        node.put(sessions, "b", "{\"until\":\"2026-11-23T12:01:00Z\"}");
        node.put(sessions, "c", "{\"until\":null}", new Condition.Always(), 60L);
        node.put(sessions, "d", "{}");
        refused(ErrorCode.REQUEST_INVALID, () -> node.put(sessions, "e", "{\"until\":\"soon\"}"));
        refused(ErrorCode.REQUEST_INVALID, () -> node.put(sessions, "e", "{\"until\":1e400}"));

        clock.forward(Duration.ofSeconds(59));
        assertThat(all(sessions, new ItemQuery(null, null, null, null, null, null, 9), false))
                .hasSize(4);
        clock.forward(Duration.ofSeconds(1));
        assertThat(all(sessions, new ItemQuery(null, null, null, null, null, null, 9), false))
                .containsExactly("d");
        assertThat(node.text(sessions, "a")).isNull();
        assertThat(node.delete(sessions, "a").before()).isNull();
        node.put(sessions, "b", "{}", new Condition.Absent(), null);
        node.housekeeping.sweep(clock.instant());

        assertThat(node.shards.roomOf(sessions.id()).items()).isEqualTo(2);
        assertThat(node.text(sessions, "b")).isEqualTo("{}");
    }

    @Test
    void ofADeletedTableNothingStays() {
        node.put(table, "a", "{}");
        node.reader(table, true);
        node.put(table, "b", "{}");

        node.readers.deleteAll(table.id());
        node.shards.deleteAll(table, node.shards.holdAll(table), clock.instant());
        node.tables.markDeleted(table, clock.instant());

        refused(ErrorCode.NOT_FOUND, () -> node.put(table, "c", "{}"));
        node.housekeeping.sweep(clock.instant());
        for (String each : List.of("table_item", "table_change", "table_shard", "data_table")) {
            String column = each.equals("data_table") ? "id" : "table_id";
            assertThat(
                            DATABASE.client()
                                    .sql(
                                            "select count(*) from %s where %s = ?"
                                                    .formatted(each, column))
                                    .param(table.id().value())
                                    .query(Long.class)
                                    .single())
                    .as(each)
                    .isZero();
        }
    }

    private List<String> all(ItemQuery query, boolean byIndex) {
        return all(table, query, byIndex);
    }

    private List<String> all(Table of, ItemQuery query, boolean byIndex) {
        List<String> keys = new ArrayList<>();
        String cursor = null;
        do {
            ItemQuery next =
                    new ItemQuery(
                            query.equal(),
                            query.prefix(),
                            query.from(),
                            query.to(),
                            query.order(),
                            cursor,
                            query.limit());
            ItemPage page =
                    byIndex
                            ? node.items.listByIndex(of.account(), of.name(), next)
                            : node.items.list(of.account(), of.name(), next);
            page.items().forEach(each -> keys.add(each.key()));
            cursor = page.nextCursor();
        } while (cursor != null);
        return keys;
    }

    private List<ItemResult> batch(Operation... operations) {
        return node.items.batch(table.account(), "orders", List.of(operations));
    }

    private static Operation get(String key) {
        return new Operation.Get(key);
    }

    private static Operation put(String key, String document) {
        return new Operation.Put(key, TableNode.json(document), new Condition.Always(), null);
    }

    private static Operation delete(String key) {
        return new Operation.Delete(key, new Condition.Always());
    }

    private static Condition version(long version) {
        return new Condition.OneOf(Set.of(version));
    }

    private static String large(int bytes) {
        return "{\"a\":\"" + "x".repeat(bytes) + "\"}";
    }

    private ShardRows.Room room() {
        return node.shards.roomOf(table.id());
    }

    private interface Work {

        @Nullable Object run();
    }

    private static void refused(ErrorCode code, Work work) {
        assertThatThrownBy(work::run)
                .asInstanceOf(InstanceOfAssertFactories.type(RefusedException.class))
                .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
    }
}
