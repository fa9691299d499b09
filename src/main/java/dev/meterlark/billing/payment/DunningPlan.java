package dev.meterlark.billing.payment;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is done about an invoice that nobody pays, and on which day; pure. */
record DunningPlan(List<Step> steps) {

    enum Kind {
        REMINDER,
        SUSPENSION;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param day after the due day
     */
    record Step(Kind kind, int day) {}

    /**
     * @param suspension null when nobody is suspended
     */
    static DunningPlan of(List<Integer> reminders, @Nullable Integer suspension) {
        List<Step> steps = new ArrayList<>();
        reminders.forEach(day -> steps.add(new Step(Kind.REMINDER, day)));
        if (suspension != null) {
            steps.add(new Step(Kind.SUSPENSION, suspension));
        }
        return new DunningPlan(List.copyOf(steps));
    }

    Step step(int taken) {
        return steps.get(taken);
    }

    /**
     * The day of the next step. Two steps are as far apart as the plan has them, also when the
     * first of them came late: nobody gets three reminders at once, or is suspended the day after
     * one.
     *
     * @param from the due day, or the day on which it became owed again
     * @param taken in this round
     * @param last when the last one was taken
     * @param postponedTo nothing is done before
     * @return null when all were taken
     */
    @Nullable LocalDate next(
            LocalDate from, int taken, @Nullable LocalDate last, @Nullable LocalDate postponedTo) {
        if (taken >= steps.size()) {
            return null;
        }
        LocalDate day = from.plusDays(steps.get(taken).day);
        if (last != null && taken > 0) {
            int apart = steps.get(taken).day - steps.get(taken - 1).day;
            day = later(day, last.plusDays(apart));
        }
        return postponedTo == null ? day : later(day, postponedTo);
    }

    private static LocalDate later(LocalDate a, LocalDate b) {
        return a.isAfter(b) ? a : b;
    }
}
