package dev.meterlark.trigger.schedule;

import dev.meterlark.trigger.schedule.Decision.Entry;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Decides what becomes of a schedule's ticks: a function of the schedule, the bounds and now.
 *
 * @param ahead how long before their time ticks are planned, where nothing has to be known of the
 *     tick before
 * @param lateAfter a tick that nobody has looked at for so long was missed, if the catch-up policy
 *     does not say otherwise
 * @param most ticks of one decision; the next goes on from there
 */
record Deciding(Duration ahead, Duration lateAfter, int most) {

    /** More rows than this, one after the other and for one reason, become one. */
    private static final int TOGETHER = 100;

    private static final int SCANNED = 10_000;

    Decision decide(Schedule schedule, Instant now) {
        Timetable timetable = schedule.timetable();
        Instant horizon = horizon(schedule, now);
        List<Tick> ticks = timetable.between(schedule.settledUntil(), horizon, most);
        Instant until = ticks.size() < most ? horizon : ticks.getLast().moment();
        if (until.isBefore(schedule.settledUntil())) {
            until = schedule.settledUntil(); // a clock went back
        }
        return new Decision(entries(schedule, ticks, now), until, timetable.next(until));
    }

    /** What lies between now and the time to which the schedule is settled. */
    List<Entry> settled(Schedule schedule, Instant now) {
        return entries(
                schedule, schedule.timetable().between(now, schedule.settledUntil(), most), now);
    }

    /** What is left up to now is missed, and nothing of it is caught up with. */
    Decision close(Schedule schedule, Instant settled, Instant now) {
        List<Tick> ticks = schedule.timetable().between(settled, now, most);
        var rows = new Rows();
        for (Tick tick : ticks) {
            Missed why = schedule.wasPaused(tick.at()) ? Missed.PAUSED : Missed.CHANGED;
            rows.lost(tick.at(), reason(tick, why));
        }
        Instant until = ticks.size() < most ? now : ticks.getLast().moment();
        return new Decision(rows.all(), until, null);
    }

    private Instant horizon(Schedule schedule, Instant now) {
        return schedule.overlap() == Overlap.ALLOW ? now.plus(ahead) : now;
    }

    private List<Entry> entries(Schedule schedule, List<Tick> ticks, Instant now) {
        var rows = new Rows();
        Instant caughtUp = null;
        for (Tick tick : ticks) {
            Missed late = late(schedule, tick.at(), now);
            if (tick.kind() != Tick.Kind.REGULAR) {
                rows.lost(tick.at(), reason(tick, Missed.OUTAGE));
            } else if (late == null) {
                rows.planned(tick.at(), schedule.due(tick.at()));
            } else {
                caughtUp = caughtUp == null ? caughtUpFrom(schedule, now) : caughtUp;
                if (tick.at().isBefore(caughtUp)) {
                    rows.lost(tick.at(), late);
                } else {
                    rows.planned(tick.at(), schedule.due(tick.at()));
                }
            }
        }
        return rows.all();
    }

    /** Why it does not simply fire; null when it does. */
    private @Nullable Missed late(Schedule schedule, Instant at, Instant now) {
        if (schedule.wasPaused(at)) {
            return Missed.PAUSED;
        }
        return at.plus(lateAfter).isBefore(now) ? Missed.OUTAGE : null;
    }

    /** The first of the late ticks that fire after all. */
    private Instant caughtUpFrom(Schedule schedule, Instant now) {
        CatchUp catchUp = schedule.catchUp();
        Instant from = now.minus(catchUp.window());
        from = from.isAfter(schedule.settledUntil()) ? from : schedule.settledUntil();
        Deque<Instant> youngest = new ArrayDeque<>();
        List<Tick> ticks;
        do {
            ticks = schedule.timetable().between(from, now, SCANNED);
            for (Tick tick : ticks) {
                boolean counts =
                        tick.kind() == Tick.Kind.REGULAR && late(schedule, tick.at(), now) != null;
                if (counts && catchUp.limit() > 0) {
                    youngest.addLast(tick.at());
                    if (youngest.size() > catchUp.limit()) {
                        youngest.removeFirst();
                    }
                }
            }
            from = ticks.isEmpty() ? now : ticks.getLast().moment();
        } while (!ticks.isEmpty());
        return youngest.isEmpty() ? Instant.MAX : youngest.getFirst();
    }

    private static Missed reason(Tick tick, Missed regular) {
        return switch (tick.kind()) {
            case REGULAR -> regular;
            case REPEATED -> Missed.REPEATED;
            case LEAPT_OVER -> Missed.LEAPT_OVER;
        };
    }

    /** Gathers rows, and makes one of many that were lost for one reason. */
    private static final class Rows {

        private final List<Entry> all = new ArrayList<>();
        private final List<Entry.Lost> run = new ArrayList<>();

        private void planned(Instant at, Instant due) {
            endRun();
            all.add(new Entry.Planned(at, due));
        }

        private void lost(Instant at, Missed why) {
            if (!run.isEmpty() && run.getLast().why() != why) {
                endRun();
            }
            run.add(new Entry.Lost(at, at, 1, why));
        }

        private void endRun() {
            if (run.size() > TOGETHER) {
                Entry.Lost first = run.getFirst();
                Instant through = run.getLast().at();
                all.add(new Entry.Lost(first.at(), through, run.size(), first.why()));
            } else {
                all.addAll(run);
            }
            run.clear();
        }

        private List<Entry> all() {
            endRun();
            return List.copyOf(all);
        }
    }
}
