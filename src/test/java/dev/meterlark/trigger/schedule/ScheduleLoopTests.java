package dev.meterlark.trigger.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.trigger.Reception;
import dev.meterlark.trigger.Trigger;
import dev.meterlark.trigger.TriggerId;
import dev.meterlark.trigger.TriggerState;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The ledger on a real database, in virtual time. */
@Tag("database")
class ScheduleLoopTests {

    private static ScratchDatabase database;

    private final AccountId account = AccountId.random();
    private final Map<TriggerId, Trigger<ScheduleSettings>> enabled = new ConcurrentHashMap<>();
    private FakeQueue queue;
    private ScheduleNode node;
    private Instant now;

    @BeforeAll
    static void open() {
        database = new ScratchDatabase();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void settle() {
        database.template().update("delete from schedule_tick");
        database.template().update("delete from schedule");
        queue = new FakeQueue(database);
        node = node();
        now = new dev.meterlark.platform.DatabaseClock(database.template()).now();
    }

    @Test
    void eachTickIsOneRowAndOneCallWithItsInstantInTheEvent() {
        Trigger<ScheduleSettings> trigger = made("rate(1 minute)", null, null);

        goTo(Duration.ofSeconds(130));

        assertThat(queue.calls()).hasSize(2);
        assertThat(runs(trigger)).extracting(RunView::outcome).containsExactly("fired", "fired");
        RunView first = runs(trigger).getLast();
        FakeQueue.Call call = queue.calls().getFirst();
        assertThat(first.invocation()).isEqualTo(call.id().toString());
        assertThat(call.event())
                .contains("\"time\":\"%s\"".formatted(first.scheduledFor()))
                .contains("\"detail-type\":\"Scheduled Event\"");
    }

    @Test
    void twoNodesOnOneDatabaseFireEachTickOnce() throws Exception {
        for (int i = 0; i < 40; i++) {
            made("rate(1 second)", null, null);
        }
        List<ScheduleNode> nodes = List.of(node(), node());

        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (int second = 1; second <= 15; second++) {
                Instant at = now.plusSeconds(second);
                List<Future<?>> both = new ArrayList<>();
                nodes.forEach(each -> both.add(threads.submit(() -> each.workAt(at))));
                for (Future<?> each : both) {
                    each.get();
                }
            }
        }

        long rows = database.count("schedule_tick");
        assertThat(rows).isGreaterThanOrEqualTo(40 * 15);
        assertThat(queue.calls()).hasSize((int) rows);
        assertThat(queue.calls().stream().map(call -> call.trigger() + call.event()).distinct())
                .hasSize((int) rows);
    }

    @Test
    void whatANodeHadInHandWhenItDiedIsFiredByAnotherAndOnce() {
        Trigger<ScheduleSettings> trigger = made("rate(1 minute)", null, null);
        queue.die(true);
        node.workAt(now.plusSeconds(60));
        queue.die(false);
        ScheduleNode other = node();

        other.workAt(now.plusSeconds(61));
        assertThat(queue.calls()).isEmpty();
        other.workAt(now.plusSeconds(95));

        assertThat(queue.calls()).hasSize(1);
        assertThat(runs(trigger)).extracting(RunView::outcome).containsExactly("fired");
    }

    @Test
    void whileACallGoesOnTheNextIsSkippedAndTheLedgerSaysSo() {
        Trigger<ScheduleSettings> trigger = made("rate(1 minute)", "skip", null);

        goTo(Duration.ofSeconds(125));
        queue.end(queue.calls().getFirst().id());
        goTo(Duration.ofSeconds(185));

        assertThat(runs(trigger).reversed())
                .extracting(RunView::outcome, RunView::reason, RunView::policy)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("fired", null, null),
                        org.assertj.core.groups.Tuple.tuple("missed", "overlap", "overlap=skip"),
                        org.assertj.core.groups.Tuple.tuple("fired", null, null));
    }

    @Test
    void oneIsBufferedAndFiresWhenTheCallBeforeHasEnded() {
        Trigger<ScheduleSettings> trigger = made("rate(1 minute)", "buffer", null);

        goTo(Duration.ofSeconds(200));
        assertThat(runs(trigger).reversed())
                .extracting(RunView::outcome)
                .containsExactly("fired", "planned", "missed");
        queue.end(queue.calls().getFirst().id());
        goTo(Duration.ofSeconds(203));

        assertThat(runs(trigger).reversed())
                .extracting(RunView::outcome)
                .containsExactly("fired", "fired", "missed");
    }

    @Test
    void aPauseFiresNothingAndCallsOffWhatWasQueuedAheadAndTheLastIsCaughtUpWith() {
        Trigger<ScheduleSettings> trigger = made("rate(1 minute)", null, null);
        Instant tick = trigger.createdAt().truncatedTo(ChronoUnit.SECONDS).plusSeconds(60);
        node.workAt(tick.minusSeconds(4));
        assertThat(queue.calls()).hasSize(1);

        Trigger<ScheduleSettings> paused = become(trigger, TriggerState.PAUSED);
        node.workAt(tick.plusSeconds(300));

        assertThat(queue.calls()).hasSize(1);
        assertThat(runs(trigger))
                .extracting(RunView::outcome, RunView::reason)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("missed", "paused"));

        become(paused, TriggerState.ENABLED);
        node.workAt(tick.plusSeconds(300));
        assertThat(queue.calls().size()).isGreaterThan(1);
    }

    @Test
    void whatIsRefusedForGoodIsMissedWithTheReasonAndWhatHasNoRoomComesAgain() {
        Trigger<ScheduleSettings> trigger = made("rate(1 minute)", null, null);
        queue.refuseWith(new RefusedException(ErrorCode.QUEUE_FULL, "full"));
        goTo(Duration.ofSeconds(62));
        assertThat(runs(trigger)).extracting(RunView::outcome).containsExactly("planned");

        queue.refuseWith(new RefusedException(ErrorCode.NOT_FOUND, "there is no such function"));
        goTo(Duration.ofSeconds(64));

        assertThat(runs(trigger))
                .extracting(RunView::outcome, RunView::reason, RunView::detail)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "missed", "refused", "there is no such function"));
    }

    @Test
    void whatTheFilterDoesNotWantIsInTheLedgerToo() {
        Trigger<ScheduleSettings> trigger = made("rate(1 minute)", null, null);
        queue.filterAll();

        goTo(Duration.ofSeconds(61));

        assertThat(runs(trigger)).extracting(RunView::reason).containsExactly("filtered");
    }

    @Test
    void aChangeLosesNoTickAndADeletedScheduleLeavesNothing() {
        Trigger<ScheduleSettings> trigger = made("rate(1 minute)", null, null);
        goTo(Duration.ofSeconds(61));

        Trigger<ScheduleSettings> changed =
                trigger(
                        trigger.id(),
                        settings("rate(2 minutes)", null, null),
                        2,
                        TriggerState.ENABLED);
        inTransaction(() -> node.kind.changed(trigger, changed));
        enabled.put(trigger.id(), changed);
        goTo(Duration.ofSeconds(245));
        assertThat(runs(trigger)).hasSizeBetween(2, 3);

        inTransaction(() -> node.kind.removed(changed));
        enabled.remove(trigger.id());
        goTo(Duration.ofSeconds(600));

        assertThat(database.count("schedule")).isZero();
        assertThat(database.count("schedule_tick")).isZero();
    }

    @Test
    void aThousandSchedulesOnOneMinuteFireInThatMinuteOnce() {
        for (int i = 0; i < 1_000; i++) {
            made("* * * * *", null, null);
        }
        Instant minute = now.truncatedTo(ChronoUnit.MINUTES).plus(Duration.ofMinutes(2));

        node.workAt(minute.minusSeconds(64));
        int before = queue.calls().size();
        node.workAt(minute.minusSeconds(4));

        assertThat(queue.calls()).hasSize(before + 1_000);
        assertThat(queue.calls().subList(before, before + 1_000))
                .allSatisfy(call -> assertThat(call.notBefore()).isEqualTo(minute));
    }

    @Test
    void theLedgerIsPrunedAndItsPagesAreWholeAndTheYoungestFirst() {
        Trigger<ScheduleSettings> trigger = made("rate(1 second)", null, null);
        goTo(Duration.ofSeconds(30));
        List<RunView> all = runs(trigger);

        List<RunRows.Found> page =
                node.runs.list(trigger.id(), schedule(trigger), Long.MAX_VALUE / 4, 10);
        List<RunRows.Found> next =
                node.runs.list(trigger.id(), schedule(trigger), page.getLast().place(), 10);

        assertThat(page.stream().map(RunRows.Found::view)).isEqualTo(all.subList(0, 10));
        assertThat(next.stream().map(RunRows.Found::view)).isEqualTo(all.subList(10, 20));
        node.pruning.prune(now.plus(Duration.ofDays(31)));
        assertThat(runs(trigger)).isEmpty();
    }

    private void goTo(Duration sinceNow) {
        for (int second = 1; second <= sinceNow.toSeconds(); second++) {
            node.workAt(now.plusSeconds(second));
        }
    }

    private ScheduleNode node() {
        return new ScheduleNode(database, queue, enabled, Map.of());
    }

    private List<RunView> runs(Trigger<ScheduleSettings> trigger) {
        return node.runs.list(trigger.id(), schedule(trigger), Long.MAX_VALUE / 4, 10_000).stream()
                .map(RunRows.Found::view)
                .toList();
    }

    private Schedule schedule(Trigger<ScheduleSettings> trigger) {
        return Objects.requireNonNull(node.schedules.all(List.of(trigger.id())).get(trigger.id()));
    }

    private Trigger<ScheduleSettings> made(
            String expression, @Nullable String overlap, @Nullable String catchUp) {
        Trigger<ScheduleSettings> made =
                trigger(
                        new TriggerId(UUID.randomUUID()),
                        settings(expression, overlap, catchUp),
                        1,
                        TriggerState.ENABLED);
        inTransaction(() -> node.kind.made(made));
        enabled.put(made.id(), made);
        return made;
    }

    private Trigger<ScheduleSettings> become(Trigger<ScheduleSettings> before, TriggerState state) {
        Trigger<ScheduleSettings> after =
                trigger(before.id(), before.configuration(), before.revision() + 1, state);
        inTransaction(() -> node.kind.changed(before, after));
        if (after.isEnabled()) {
            enabled.put(after.id(), after);
        } else {
            enabled.remove(after.id());
        }
        return after;
    }

    private static ScheduleSettings settings(
            String expression, @Nullable String overlap, @Nullable String catchUp) {
        return new ScheduleSettings(
                expression, null, null, null, null, overlap, catchUp, null, null);
    }

    private Trigger<ScheduleSettings> trigger(
            TriggerId id, ScheduleSettings settings, long revision, TriggerState state) {
        return new Trigger<>(
                id,
                account,
                FunctionRef.latest("tick"),
                "schedule",
                settings,
                Reception.PLAIN,
                state,
                revision,
                now);
    }

    private static void inTransaction(Runnable work) {
        new TransactionTemplate(database.transactions()).executeWithoutResult(_ -> work.run());
    }
}
