package dev.meterlark.trigger.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.trigger.Trigger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The ledger on a real database, in virtual time. */
@Tag("database")
class ScheduleLoopTests {

    private static ScratchDatabase database;

    private MadeSchedules schedules;
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
        schedules = new MadeSchedules(database);
        queue = schedules.queue;
        node = schedules.node;
        now = schedules.now;
    }

    @Test
    void eachTickIsOneRowAndOneCallWithItsInstantInTheEvent() {
        Trigger<ScheduleSettings> trigger = schedules.made("rate(1 minute)", null, null);

        schedules.goTo(Duration.ofSeconds(130));

        assertThat(queue.calls()).hasSize(2);
        assertThat(schedules.runs(trigger))
                .extracting(RunView::outcome)
                .containsExactly("fired", "fired");
        RunView first = schedules.runs(trigger).getLast();
        FakeQueue.Call call = queue.calls().getFirst();
        assertThat(first.invocation()).isEqualTo(call.id().toString());
        assertThat(call.event())
                .contains("\"time\":\"%s\"".formatted(first.scheduledFor()))
                .contains("\"detail-type\":\"Scheduled Event\"");
    }

    @Test
    void twoNodesOnOneDatabaseFireEachTickOnce() throws Exception {
        for (int i = 0; i < 40; i++) {
            schedules.made("rate(1 second)", null, null);
        }
        List<ScheduleNode> nodes = List.of(schedules.newNode(), schedules.newNode());

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
        Trigger<ScheduleSettings> trigger = schedules.made("rate(1 minute)", null, null);
        queue.die(true);
        node.workAt(now.plusSeconds(60));
        queue.die(false);
        ScheduleNode other = schedules.newNode();

        other.workAt(now.plusSeconds(61));
        assertThat(queue.calls()).isEmpty();
        other.workAt(now.plusSeconds(95));

        assertThat(queue.calls()).hasSize(1);
        assertThat(schedules.runs(trigger)).extracting(RunView::outcome).containsExactly("fired");
    }

    @Test
    void whileACallGoesOnTheNextIsSkippedAndTheLedgerSaysSo() {
        Trigger<ScheduleSettings> trigger = schedules.made("rate(1 minute)", "skip", null);

        schedules.goTo(Duration.ofSeconds(125));
        queue.end(queue.calls().getFirst().id());
        schedules.goTo(Duration.ofSeconds(185));

        assertThat(schedules.runs(trigger).reversed())
                .extracting(RunView::outcome, RunView::reason, RunView::policy)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("fired", null, null),
                        org.assertj.core.groups.Tuple.tuple("missed", "overlap", "overlap=skip"),
                        org.assertj.core.groups.Tuple.tuple("fired", null, null));
    }

    @Test
    void oneIsBufferedAndFiresWhenTheCallBeforeHasEnded() {
        Trigger<ScheduleSettings> trigger = schedules.made("rate(1 minute)", "buffer", null);

        schedules.goTo(Duration.ofSeconds(200));
        assertThat(schedules.runs(trigger).reversed())
                .extracting(RunView::outcome)
                .containsExactly("fired", "planned", "missed");
        queue.end(queue.calls().getFirst().id());
        schedules.goTo(Duration.ofSeconds(203));

        assertThat(schedules.runs(trigger).reversed())
                .extracting(RunView::outcome)
                .containsExactly("fired", "fired", "missed");
    }

    @Test
    void whatIsRefusedForGoodIsMissedWithTheReasonAndWhatHasNoRoomComesAgain() {
        Trigger<ScheduleSettings> trigger = schedules.made("rate(1 minute)", null, null);
        queue.refuseWith(new RefusedException(ErrorCode.QUEUE_FULL, "full"));
        schedules.goTo(Duration.ofSeconds(62));
        assertThat(schedules.runs(trigger)).extracting(RunView::outcome).containsExactly("planned");

        queue.refuseWith(new RefusedException(ErrorCode.NOT_FOUND, "there is no such function"));
        schedules.goTo(Duration.ofSeconds(64));

        assertThat(schedules.runs(trigger))
                .extracting(RunView::outcome, RunView::reason, RunView::detail)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "missed", "refused", "there is no such function"));
    }

    @Test
    void whatTheFilterDoesNotWantIsInTheLedgerToo() {
        Trigger<ScheduleSettings> trigger = schedules.made("rate(1 minute)", null, null);
        queue.filterAll();

        schedules.goTo(Duration.ofSeconds(61));

        assertThat(schedules.runs(trigger)).extracting(RunView::reason).containsExactly("filtered");
    }

    @Test
    void aThousandSchedulesOnOneMinuteFireInThatMinuteOnce() {
        for (int i = 0; i < 1_000; i++) {
            schedules.made("* * * * *", null, null);
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
    void whenManyAtOnceAreNotAcceptedTheyAreOneByOne() {
        Trigger<ScheduleSettings> one = schedules.made("rate(1 minute)", null, null);
        Trigger<ScheduleSettings> other = schedules.made("rate(1 minute)", null, null);
        queue.refuseMany();

        node.workAt(now.plusSeconds(60));

        assertThat(queue.calls()).hasSize(2);
        assertThat(schedules.runs(one)).extracting(RunView::outcome).containsExactly("fired");
        assertThat(schedules.runs(other)).extracting(RunView::outcome).containsExactly("fired");
    }

    @Test
    void theLedgerIsPrunedAndItsPagesAreWholeAndTheYoungestFirst() {
        Trigger<ScheduleSettings> trigger = schedules.made("rate(1 second)", null, null);
        schedules.goTo(Duration.ofSeconds(30));
        List<RunView> all = schedules.runs(trigger);

        List<RunRows.Found> page =
                node.runs.list(trigger.id(), schedules.schedule(trigger), Long.MAX_VALUE / 4, 10);
        List<RunRows.Found> next =
                node.runs.list(
                        trigger.id(), schedules.schedule(trigger), page.getLast().place(), 10);

        assertThat(page.stream().map(RunRows.Found::view)).isEqualTo(all.subList(0, 10));
        assertThat(next.stream().map(RunRows.Found::view)).isEqualTo(all.subList(10, 20));
        node.pruning.prune(now.plus(Duration.ofDays(31)));
        assertThat(schedules.runs(trigger)).isEmpty();
    }
}
