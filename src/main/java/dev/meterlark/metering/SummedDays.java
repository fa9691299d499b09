package dev.meterlark.metering;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Knows which days of an account need not be read by the hour. */
@Component
class SummedDays {

    private static final String DUE =
            "select usage_day from usage_summed_day where account_id = ? and usage_day >= ?"
                    + " and usage_day < ? and due_at is not null";

    private static final String STALE =
            "select distinct hour_at from usage_mark where account_id = ? and hour_at >= ?"
                    + " and hour_at < ? and stale";

    private final JdbcTemplate jdbc;

    SummedDays(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Stretches of time that lie side by side.
     *
     * @param days summed up as a whole
     * @param hours all others; without a stretch where there are none
     */
    record Sources(List<DayStretch> days, UsageSource hours) {

        Sources {
            days = List.copyOf(days);
        }
    }

    /** With the hour of each. */
    static Sources byHour(AccountId account, Instant from, Instant to) {
        return new Sources(List.of(), UsageSource.byHour(account, from, to));
    }

    /**
     * Attempts that started in [from, to), in as few rows as can be. A day that is summed up anew
     * meanwhile is read as it was or as it is then, as a whole.
     */
    Sources sources(AccountId account, Instant from, Instant to) {
        List<DayStretch> whole = whole(account, firstDay(from), day(to));
        List<HourStretch> hours = new ArrayList<>();
        Instant begin = from;
        for (DayStretch each : whole) {
            if (begin.isBefore(each.from())) {
                hours.add(new HourStretch(begin, each.from()));
            }
            begin = each.to();
        }
        if (begin.isBefore(to)) {
            hours.add(new HourStretch(begin, to));
        }
        return new Sources(whole, new UsageSource(account, null, hours));
    }

    /** Of a day that nothing is known of there is nothing. */
    private List<DayStretch> whole(AccountId account, LocalDate first, LocalDate end) {
        List<DayStretch> whole = new ArrayList<>();
        Set<LocalDate> apart = first.isBefore(end) ? apart(account, first, end) : Set.of();
        for (LocalDate day = first; day.isBefore(end); day = day.plusDays(1)) {
            if (apart.contains(day)) {
                continue;
            }
            if (!whole.isEmpty() && whole.getLast().end().equals(day)) {
                whole.add(whole.removeLast().until(day.plusDays(1)));
            } else {
                whole.add(new DayStretch(day, day.plusDays(1)));
            }
        }
        return whole;
    }

    private Set<LocalDate> apart(AccountId account, LocalDate first, LocalDate end) {
        Set<LocalDate> days =
                new HashSet<>(jdbc.queryForList(DUE, LocalDate.class, account.value(), first, end));
        jdbc.queryForList(STALE, OffsetDateTime.class, account.value(), begin(first), begin(end))
                .forEach(each -> days.add(day(each.toInstant())));
        return days;
    }

    private static LocalDate firstDay(Instant from) {
        LocalDate day = day(from);
        return from.truncatedTo(ChronoUnit.DAYS).equals(from) ? day : day.plusDays(1);
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    private static OffsetDateTime begin(LocalDate day) {
        return Columns.instant(day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
