package dev.meterlark.trigger.schedule;

import static dev.meterlark.trigger.schedule.CronField.DAY_OF_MONTH;
import static dev.meterlark.trigger.schedule.CronField.DAY_OF_WEEK;
import static dev.meterlark.trigger.schedule.CronField.HOUR;
import static dev.meterlark.trigger.schedule.CronField.MINUTE;
import static dev.meterlark.trigger.schedule.CronField.MONTH;
import static dev.meterlark.trigger.schedule.CronField.SECOND;
import static dev.meterlark.trigger.schedule.CronField.YEAR;

import java.util.List;

/** Who writes cron expressions how. */
enum CronDialect {
    /** Five fields. Days of month and week, when both are said, each make a day one of them. */
    CRONTAB(List.of(MINUTE, HOUR, DAY_OF_MONTH, MONTH, DAY_OF_WEEK), 0, 7),
    /** Six fields with seconds. A day has to be one of both the month and the week. */
    SPRING(List.of(SECOND, MINUTE, HOUR, DAY_OF_MONTH, MONTH, DAY_OF_WEEK), 0, 7),
    /** Six fields with years; Sunday is 1, and one of the two days is always a question mark. */
    AWS(List.of(MINUTE, HOUR, DAY_OF_MONTH, MONTH, DAY_OF_WEEK, YEAR), 1, 7);

    private final List<CronField> fields;
    private final int firstDay;
    private final int lastDay;

    CronDialect(List<CronField> fields, int firstDay, int lastDay) {
        this.fields = fields;
        this.firstDay = firstDay;
        this.lastDay = lastDay;
    }

    List<CronField> fields() {
        return fields;
    }

    /** The least number that the field takes as it is written. */
    int least(CronField field) {
        return field == DAY_OF_WEEK ? firstDay : field.least();
    }

    int most(CronField field) {
        return field == DAY_OF_WEEK ? lastDay : field.most();
    }

    /** As it is written, of the name in that place of the field's names. */
    int number(CronField field, int place) {
        return least(field) + place;
    }

    /** What the field knows a number by that was written. */
    int known(CronField field, int number) {
        return field == DAY_OF_WEEK ? (number - firstDay) % 7 : number;
    }
}
