package dev.meterlark.trigger.schedule;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.meterlark.trigger.LiveTriggers;
import dev.meterlark.trigger.Trigger;
import dev.meterlark.trigger.TriggerId;

import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The triggers of schedules. One that was read is kept until its schedule is of another revision,
 * which every change of the trigger makes.
 */
@Component
class LiveSchedules implements EnabledSchedules {

    private static final int KEPT = 50_000;

    private final LiveTriggers triggers;
    private final ScheduleTrigger kind;
    private final Cache<TriggerId, Trigger<ScheduleSettings>> known =
            Caffeine.newBuilder().maximumSize(KEPT).build();

    LiveSchedules(LiveTriggers triggers, ScheduleTrigger kind) {
        this.triggers = triggers;
        this.kind = kind;
    }

    @Override
    public Map<TriggerId, Trigger<ScheduleSettings>> of(Collection<Schedule> schedules) {
        Map<TriggerId, Trigger<ScheduleSettings>> found = new HashMap<>();
        List<TriggerId> missing = new ArrayList<>();
        for (Schedule schedule : schedules) {
            Trigger<ScheduleSettings> trigger = known.getIfPresent(schedule.id());
            if (trigger != null && trigger.revision() == schedule.revision()) {
                found.put(schedule.id(), trigger);
            } else {
                missing.add(schedule.id());
            }
        }
        if (!missing.isEmpty()) {
            for (Trigger<ScheduleSettings> trigger : triggers.all(kind, missing)) {
                known.put(trigger.id(), trigger);
                found.put(trigger.id(), trigger);
            }
        }
        return found;
    }
}
