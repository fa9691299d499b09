package dev.meterlark.trigger.schedule;

import dev.meterlark.account.Page;
import dev.meterlark.platform.DatabaseClock;
import dev.meterlark.platform.Stretch;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.trigger.TargetKind;
import dev.meterlark.trigger.TriggerId;
import dev.meterlark.trigger.TriggerView;
import dev.meterlark.trigger.Triggers;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What became of a schedule's ticks, and what would become of one that is not made yet. */
@Service
@Transactional(readOnly = true)
public class ScheduleRuns {

    private static final long BEHIND_ALL = Long.MAX_VALUE / 4;
    private static final int MOST_PREVIEWED = 100;

    private final Triggers triggers;
    private final ScheduleRows schedules;
    private final RunRows runs;
    private final DatabaseClock clock;

    ScheduleRuns(Triggers triggers, ScheduleRows schedules, RunRows runs, DatabaseClock clock) {
        this.triggers = triggers;
        this.schedules = schedules;
        this.runs = runs;
        this.clock = clock;
    }

    /** The youngest first; those that are planned already, too. */
    public Page<RunView> list(
            Caller caller,
            TargetKind kind,
            String target,
            String id,
            @Nullable String cursor,
            @Nullable Integer limit) {
        TriggerView trigger = triggers.show(caller, kind, target, id);
        Stretch stretch = Stretch.of(cursor, limit);
        Schedule schedule = schedules.all(List.of(trigger.id())).get(trigger.id());
        if (schedule == null) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "only a trigger of the type schedule has runs, this one is of the type "
                            + trigger.type());
        }
        List<RunRows.Found> found =
                runs.list(schedule.id(), schedule, stretch.before(BEHIND_ALL), stretch.most() + 1);
        return new Page<>(
                stretch.items(found).stream().map(RunRows.Found::view).toList(),
                stretch.nextCursor(found, each -> Long.toString(each.place())));
    }

    /**
     * @param description in words; null when there are none for it
     * @param next instants at which it would fire
     */
    public record Preview(
            String expression, String timeZone, @Nullable String description, List<Instant> next) {}

    /** When those of them fire next that are schedules, and do once more. */
    public Map<TriggerId, Instant> next(List<TriggerView> triggers) {
        Instant now = clock.now();
        Map<TriggerId, Instant> next = new HashMap<>();
        for (TriggerView each : triggers) {
            if (each.type().equals(ScheduleTrigger.TYPE) && each.enabled()) {
                settings(each.own()).timetable(each.createdAt()).firing(now, 1).stream()
                        .findFirst()
                        .ifPresent(at -> next.put(each.id(), at));
            }
        }
        return next;
    }

    /** As far as they say when it fires. */
    private static ScheduleSettings settings(Map<String, Object> own) {
        return new ScheduleSettings(
                String.valueOf(own.get("expression")),
                String.valueOf(own.getOrDefault("timeZone", "UTC")),
                null,
                instant(own.get("start")),
                instant(own.get("end")),
                null,
                null,
                null,
                null);
    }

    private static @Nullable Instant instant(@Nullable Object text) {
        return text == null ? null : Instant.parse(text.toString());
    }

    /**
     * @param count how many instants; usually ten
     */
    public Preview preview(
            @Nullable String expression,
            @Nullable String timeZone,
            @Nullable Instant start,
            @Nullable Instant end,
            @Nullable Integer count) {
        int most = count == null ? ScheduleTrigger.SHOWN_RUNS : count;
        if (most < 1 || most > MOST_PREVIEWED) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "count must be 1 to %d, was: %d".formatted(MOST_PREVIEWED, most));
        }
        ScheduleSettings settings =
                new ScheduleSettings(
                        expression, timeZone, null, start, end, null, null, null, null);
        Instant now = clock.now();
        Timetable timetable = settings.timetable(now);
        settings.requireToCome(timetable, now);
        return new Preview(
                settings.text(),
                settings.zone().getId(),
                Words.of(settings.text()),
                timetable.firing(now, most));
    }
}
