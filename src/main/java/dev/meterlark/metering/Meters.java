package dev.meterlark.metering;

import dev.meterlark.shared.AccountId;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What accounts used of what is counted by the hour: what lies, up to now; what is counted, as of
 * some seconds ago.
 */
@Service
public class Meters {

    private static final Comparator<Group> ORDER =
            Comparator.comparing(Group::meter)
                    .thenComparing(Group::resource)
                    .thenComparing(Group::from);

    private final MeterLedger ledger;
    private final List<MeterSource> sources;
    private final InstantSource clock;

    Meters(MeterLedger ledger, List<MeterSource> sources, InstantSource clock) {
        this.ledger = ledger;
        this.sources = List.copyOf(sources);
        this.clock = clock;
    }

    /** How far amounts are taken together. */
    public enum Span {
        HOUR,
        DAY,
        ALL
    }

    private record Group(Meter meter, String resource, Instant from) {}

    /**
     * Of hours that begin in [from, to), by meter, resource and time. Read in one transaction, so
     * that what is told forth meanwhile is in one place only.
     */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public List<MeterTotal> totals(AccountId account, Instant from, Instant to, Span by) {
        Instant now = clock.instant();
        Map<Group, BigInteger> sums = new TreeMap<>(ORDER);
        List<MeterTotal> counted =
                by == Span.ALL
                        ? ledger.together(account, from, to)
                        : ledger.between(account, from, to);
        Stream.concat(
                        counted.stream(),
                        sources.stream()
                                .flatMap(source -> source.underWay(account, now).stream())
                                .filter(each -> isWithin(each.from(), from, to)))
                .forEach(each -> sums.merge(group(each, from, by), each.amount(), BigInteger::add));
        return sums.entrySet().stream()
                .map(
                        each ->
                                new MeterTotal(
                                        account,
                                        each.getKey().meter(),
                                        each.getKey().resource(),
                                        each.getKey().from(),
                                        each.getValue()))
                .toList();
    }

    private static boolean isWithin(Instant hour, Instant from, Instant to) {
        return !hour.isBefore(from) && hour.isBefore(to);
    }

    private static Group group(MeterTotal total, Instant from, Span by) {
        return new Group(
                total.meter(),
                total.resource(),
                switch (by) {
                    case HOUR -> total.from();
                    case DAY -> total.from().truncatedTo(ChronoUnit.DAYS);
                    case ALL -> from;
                });
    }
}
