package dev.meterlark.metering;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What accounts used, from roll-ups and, where those are behind, from the ledger. A call is here as
 * soon as the journal's batch is, some tenths of a second after its answer.
 */
@Service
@Transactional(readOnly = true)
public class Usage {

    private static final int MOST_PARTS = 100_000;
    private static final Duration MEANS_NOW = Duration.ofSeconds(1);

    private final UsageReader reader;
    private final InstantSource clock;

    Usage(UsageReader reader, InstantSource clock) {
        this.reader = reader;
        this.clock = clock;
    }

    /**
     * Sums over the attempts of one account that started in [from, to), in the order of what they
     * are split by, functions by their names. A function that was deleted and one that took its
     * name are two. Each currency has sums of its own.
     *
     * @throws RefusedException when there are too many of them
     */
    public List<UsageTotal> totals(
            AccountId account, Instant from, Instant to, Set<UsageGrouping> by) {
        return totals(account, from, to, List.of(UsageCut.by(by))).getFirst();
    }

    /**
     * Several ways to sum it up, for the time that one takes: in their order.
     *
     * @throws RefusedException when there are too many parts in one of them
     */
    public List<List<UsageTotal>> totals(
            AccountId account, Instant from, Instant to, List<UsageCut> cuts) {
        return totals(account, from, to, null, cuts);
    }

    /** The same of some of its functions alone. */
    public List<UsageTotal> totals(
            AccountId account,
            Instant from,
            Instant to,
            Set<UsageGrouping> by,
            Set<FunctionId> only) {
        return only.isEmpty()
                ? List.of()
                : totals(account, from, to, only, List.of(UsageCut.by(by))).getFirst();
    }

    private List<List<UsageTotal>> totals(
            AccountId account,
            Instant from,
            Instant to,
            @Nullable Set<FunctionId> only,
            List<UsageCut> cuts) {
        List<UsageSums> sums = cuts.stream().map(cut -> new UsageSums(cut, MOST_PARTS)).toList();
        Set<UsageGrouping> by = EnumSet.noneOf(UsageGrouping.class);
        cuts.forEach(cut -> by.addAll(cut.needed()));
        try {
            reader.read(
                    account,
                    from,
                    untilEndOfHour(to),
                    only,
                    by,
                    line -> sums.forEach(each -> each.add(line)));
        } catch (UsageSums.TooManyParts e) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "that is split into more than %d parts; ask for less time, or split it by less"
                            .formatted(MOST_PARTS));
        }
        return sums.stream().map(UsageSums::totals).toList();
    }

    /**
     * What has not begun yet has no attempts; an hour is read at once where it is whole. Whoever
     * means now has read the clock a little earlier.
     */
    private Instant untilEndOfHour(Instant to) {
        Instant hour = to.truncatedTo(ChronoUnit.HOURS);
        return to.plus(MEANS_NOW).isBefore(clock.instant()) || hour.equals(to)
                ? to
                : hour.plus(1, ChronoUnit.HOURS);
    }
}
