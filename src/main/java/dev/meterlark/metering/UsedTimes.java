package dev.meterlark.metering;

import dev.meterlark.shared.AccountId;

import org.springframework.stereotype.Component;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Knows without looking at attempts when an account may have had some of a kind. */
@Component
class UsedTimes {

    /** Days in a row that are looked at together. */
    private static final int MOST_DAYS = 8;

    private final SummedDays days;
    private final UsageReader reader;

    UsedTimes(SummedDays days, UsageReader reader) {
        this.days = days;
        this.reader = reader;
    }

    /** From its first instant to before its end. */
    record Span(Instant from, Instant to) {}

    /**
     * All times in [from, to) that attempts of a kind may have started in: days whose lines have
     * some, and what is not summed up by the day. The newest first.
     */
    List<Span> newest(AccountId account, Instant from, Instant to, Predicate<UsageTotal> kind) {
        SummedDays.Sources sources = days.sources(account, from, to);
        List<Span> spans = new ArrayList<>();
        sources.hours().stretches().forEach(each -> spans.add(new Span(each.from(), each.to())));
        for (DayStretch each : sources.days()) {
            spans.addAll(together(reader.daysWith(account, each, kind)));
        }
        spans.sort(Comparator.comparing(Span::from).reversed());
        return spans;
    }

    private static List<Span> together(Set<LocalDate> days) {
        List<DayStretch> stretches = new ArrayList<>();
        for (LocalDate day : new TreeSet<>(days)) {
            DayStretch last = stretches.isEmpty() ? null : stretches.getLast();
            if (last != null
                    && last.end().equals(day)
                    && day.isBefore(last.first().plusDays(MOST_DAYS))) {
                stretches.removeLast();
                stretches.add(last.until(day.plusDays(1)));
            } else {
                stretches.add(new DayStretch(day, day.plusDays(1)));
            }
        }
        return stretches.stream().map(each -> new Span(each.from(), each.to())).toList();
    }
}
