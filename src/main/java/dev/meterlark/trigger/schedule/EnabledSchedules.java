package dev.meterlark.trigger.schedule;

import dev.meterlark.trigger.Trigger;
import dev.meterlark.trigger.TriggerId;

import java.util.Collection;
import java.util.Map;

/** The triggers that are to fire. */
@FunctionalInterface
interface EnabledSchedules {

    /** Those of the schedules that are enabled, by their ids. */
    Map<TriggerId, Trigger<ScheduleSettings>> of(Collection<Schedule> schedules);
}
