package dev.meterlark.trigger.schedule;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;

/**
 * The instants of a schedule. Where clocks go forward, the local times in between are leapt over;
 * where they go back, a local time fires the first time it comes. Rates count seconds and know no
 * clocks.
 *
 * @param anchor what rates count from: the start, else when it was made
 * @param start no tick is before; null for none
 * @param end no tick is behind; null for none
 */
record Timetable(
        Expression expression,
        ZoneId zone,
        Instant anchor,
        @Nullable Instant start,
        @Nullable Instant end) {

    /** Behind the last year that expressions know. */
    private static final Instant NEVER = Instant.parse("2201-01-01T00:00:00Z");

    /**
     * Those whose moment is behind one instant and not behind another, in the order of their
     * moments.
     *
     * @param most how many are enough; those of one moment are never torn apart
     */
    List<Tick> between(Instant after, Instant until, int most) {
        Instant from = start == null || after.isAfter(start) ? after : start.minusNanos(1);
        Instant to = end == null || until.isBefore(end) ? until : end;
        if (!to.isAfter(from)) {
            return List.of();
        }
        return switch (expression) {
            case Expression.Recurring(Cron cron) -> recurring(cron, from, to, most);
            case Expression.Every(Duration period) -> every(period, from, to, most);
            case Expression.Once(LocalDateTime at) -> once(at, from, to);
        };
    }

    /**
     * The moment of the first tick behind an instant, of whatever kind; null when there is none.
     */
    @Nullable Instant next(Instant after) {
        List<Tick> next = between(after, NEVER, 1);
        return next.isEmpty() ? null : next.getFirst().moment();
    }

    /** The next that fire. */
    List<Instant> firing(Instant after, int most) {
        List<Instant> firing = new ArrayList<>();
        Instant last = after;
        while (firing.size() < most) {
            List<Tick> ticks = between(last, NEVER, most);
            if (ticks.isEmpty()) {
                break;
            }
            ticks.stream()
                    .filter(tick -> tick.kind() == Tick.Kind.REGULAR)
                    .limit(most - firing.size())
                    .forEach(tick -> firing.add(tick.at()));
            last = ticks.getLast().moment();
        }
        return firing;
    }

    private List<Tick> every(Duration period, Instant after, Instant until, int most) {
        List<Tick> ticks = new ArrayList<>();
        long seconds = period.toSeconds();
        long gone = Math.floorDiv(Duration.between(anchor, after).toSeconds(), seconds);
        Instant at = anchor.plusSeconds(Math.max(gone, start == null ? 1 : 0) * seconds);
        while (!at.isAfter(after)) {
            at = at.plusSeconds(seconds);
        }
        for (; !at.isAfter(until) && ticks.size() < most; at = at.plusSeconds(seconds)) {
            ticks.add(new Tick(at, at, Tick.Kind.REGULAR));
        }
        return ticks;
    }

    private List<Tick> once(LocalDateTime local, Instant after, Instant until) {
        ZoneRules rules = zone.getRules();
        ZoneOffsetTransition change = rules.getTransition(local);
        Instant at =
                local.toInstant(change == null ? rules.getOffset(local) : change.getOffsetBefore());
        Tick tick =
                change != null && change.isGap()
                        ? new Tick(change.getInstant(), at, Tick.Kind.LEAPT_OVER)
                        : new Tick(at, at, Tick.Kind.REGULAR);
        return tick.moment().isAfter(after) && !tick.moment().isAfter(until)
                ? List.of(tick)
                : List.of();
    }

    /** From one change of the clocks to the next; the offset is the same in between. */
    private List<Tick> recurring(Cron cron, Instant after, Instant until, int most) {
        List<Tick> ticks = new ArrayList<>();
        ZoneRules rules = zone.getRules();
        Instant from = after.plusNanos(1);
        while (!from.isAfter(until) && !isFull(ticks, most, from)) {
            ZoneOffset offset = rules.getOffset(from);
            ZoneOffsetTransition change = rules.nextTransition(from);
            if (!addAll(new Stretch(cron, offset, from, until, change, most), ticks)) {
                return ticks;
            }
            if (change == null || change.getInstant().isAfter(until)) {
                return ticks;
            }
            if (change.isGap()) {
                addLeaptOver(cron, change, ticks);
            }
            from = change.getInstant();
        }
        return ticks;
    }

    private record Stretch(
            Cron cron,
            ZoneOffset offset,
            Instant from,
            Instant until,
            @Nullable ZoneOffsetTransition change,
            int most) {

        boolean holds(Instant at) {
            return !at.isAfter(until) && (change == null || at.isBefore(change.getInstant()));
        }
    }

    /** Whether it came to the end of the stretch, and there may be more behind it. */
    private boolean addAll(Stretch stretch, List<Tick> ticks) {
        LocalDateTime local =
                stretch.cron.next(
                        LocalDateTime.ofInstant(stretch.from.minusNanos(1), stretch.offset));
        while (local != null) {
            Instant at = local.toInstant(stretch.offset);
            if (!stretch.holds(at)) {
                return true;
            }
            if (isFull(ticks, stretch.most, at)) {
                return false;
            }
            ticks.add(new Tick(at, at, kind(local, stretch.offset)));
            local = stretch.cron.next(local);
        }
        return false;
    }

    private static boolean isFull(List<Tick> ticks, int most, Instant moment) {
        return ticks.size() >= most && !ticks.getLast().moment().equals(moment);
    }

    private Tick.Kind kind(LocalDateTime local, ZoneOffset offset) {
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        return change != null && offset.equals(change.getOffsetAfter())
                ? Tick.Kind.REPEATED
                : Tick.Kind.REGULAR;
    }

    private static void addLeaptOver(Cron cron, ZoneOffsetTransition change, List<Tick> ticks) {
        LocalDateTime end = change.getDateTimeAfter();
        LocalDateTime local = cron.next(change.getDateTimeBefore().minusNanos(1));
        while (local != null && local.isBefore(end)) {
            Instant at = local.toInstant(change.getOffsetBefore());
            ticks.add(new Tick(change.getInstant(), at, Tick.Kind.LEAPT_OVER));
            local = cron.next(local);
        }
    }
}
