package dev.meterlark.trigger.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.trigger.Trigger;
import dev.meterlark.trigger.TriggerState;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What is put into the queue before its time, and what becomes of it when its schedule changes. */
@Tag("database")
class ScheduleAheadTests {

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
    void aPauseFiresNothingAndCallsOffWhatWasQueuedAheadAndTheLastIsCaughtUpWith() {
        Trigger<ScheduleSettings> trigger = schedules.made("rate(1 minute)", null, null);
        Instant tick = trigger.createdAt().truncatedTo(ChronoUnit.SECONDS).plusSeconds(60);
        node.workAt(tick.minusSeconds(4));
        assertThat(queue.calls()).hasSize(1);

        Trigger<ScheduleSettings> paused = schedules.become(trigger, TriggerState.PAUSED);
        node.workAt(tick.plusSeconds(300));

        assertThat(queue.calls()).hasSize(1);
        assertThat(schedules.runs(trigger))
                .extracting(RunView::outcome, RunView::reason)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("missed", "paused"));

        schedules.become(paused, TriggerState.ENABLED);
        node.workAt(tick.plusSeconds(300));
        assertThat(queue.calls().size()).isGreaterThan(1);
    }

    @Test
    void aThousandTicksAreFiredFurtherAheadThanOne() {
        Instant minute = now.truncatedTo(ChronoUnit.MINUTES).plus(Duration.ofMinutes(3));
        Trigger<ScheduleSettings> skipping = schedules.made(MadeSchedules.at(minute), "skip", null);
        for (int i = 0; i < 2_000; i++) {
            schedules.made(MadeSchedules.at(minute), null, null);
        }

        node.loop.round(minute.minusSeconds(7));

        assertThat(queue.calls()).hasSizeBetween(500, 2_000);
        assertThat(queue.calls())
                .allSatisfy(call -> assertThat(call.notBefore()).isEqualTo(minute));
        assertThat(schedules.runs(skipping)).isEmpty();
    }

    @Test
    void aChangeHoldsForWhatWasQueuedAhead() {
        Trigger<ScheduleSettings> trigger = schedules.made("rate(1 minute)", null, null);
        Instant tick = trigger.createdAt().truncatedTo(ChronoUnit.SECONDS).plusSeconds(60);
        node.workAt(tick.minusSeconds(4));
        FakeQueue.Call first = queue.calls().getFirst();

        Trigger<ScheduleSettings> same = schedules.changed(trigger, "rate(30 seconds)");
        node.workAt(tick.minusSeconds(4));
        assertThat(queue.standing())
                .doesNotContain(first)
                .extracting(FakeQueue.Call::notBefore)
                .contains(tick)
                .doesNotHaveDuplicates();

        schedules.changed(same, MadeSchedules.at(tick.plusSeconds(3_600)));
        node.workAt(tick.plusSeconds(4));
        assertThat(queue.standing()).isEmpty();
        assertThat(schedules.runs(trigger))
                .extracting(RunView::outcome, RunView::reason)
                .containsOnly(org.assertj.core.groups.Tuple.tuple("missed", "changed"));
    }

    @Test
    void whatAChangeBringsBeforeTheTimeThatWasDecidedOnFiresToo() {
        Trigger<ScheduleSettings> trigger = schedules.made("rate(1 minute)", null, null);
        Instant tick = trigger.createdAt().truncatedTo(ChronoUnit.SECONDS).plusSeconds(60);
        node.workAt(tick.minusSeconds(4));

        schedules.changed(trigger, MadeSchedules.at(tick.minusSeconds(2)));
        node.workAt(tick.minusSeconds(1));

        assertThat(queue.standing())
                .extracting(FakeQueue.Call::notBefore)
                .containsExactly(tick.minusSeconds(1));
    }

    @Test
    void aPauseThatEndsBeforeTheTickLosesNothing() {
        Trigger<ScheduleSettings> trigger = schedules.made("rate(1 minute)", null, null);
        Instant tick = trigger.createdAt().truncatedTo(ChronoUnit.SECONDS).plusSeconds(60);
        node.workAt(tick.minusSeconds(4));

        Trigger<ScheduleSettings> paused = schedules.become(trigger, TriggerState.PAUSED);
        node.workAt(tick.minusSeconds(3));
        assertThat(queue.standing()).isEmpty();
        schedules.become(paused, TriggerState.ENABLED);
        node.workAt(tick.minusSeconds(2));

        assertThat(queue.standing()).extracting(FakeQueue.Call::notBefore).containsExactly(tick);
        assertThat(schedules.runs(trigger)).extracting(RunView::outcome).containsExactly("fired");
    }

    @Test
    void aChangeLosesNoTickAndADeletedScheduleLeavesNothing() {
        Trigger<ScheduleSettings> trigger = schedules.made("rate(1 minute)", null, null);
        schedules.goTo(Duration.ofSeconds(61));

        Trigger<ScheduleSettings> changed = schedules.changed(trigger, "rate(2 minutes)");
        schedules.goTo(Duration.ofSeconds(245));
        assertThat(schedules.runs(trigger)).hasSizeBetween(2, 3);

        schedules.removed(changed);
        schedules.goTo(Duration.ofSeconds(600));

        assertThat(database.count("schedule")).isZero();
        assertThat(database.count("schedule_tick")).isZero();
    }
}
