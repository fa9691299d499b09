package dev.meterlark.billing.cost;

import dev.meterlark.billing.Plans;
import dev.meterlark.billing.UsageRange;
import dev.meterlark.function.snapshot.TagCatalog;
import dev.meterlark.function.snapshot.TagSetId;
import dev.meterlark.metering.Usage;
import dev.meterlark.metering.UsageCut;
import dev.meterlark.metering.UsageFilter;
import dev.meterlark.metering.UsageGrouping;
import dev.meterlark.metering.UsageKey;
import dev.meterlark.metering.UsageTotal;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Where usage and its price come from. Amounts are list prices of calls, exactly. */
@Service
@Transactional(readOnly = true)
public class CostExplorer {

    private static final UsageCut DAILY = UsageCut.by(EnumSet.of(UsageGrouping.DAY));
    private static final UsageCut FAILED =
            new UsageCut(
                    EnumSet.of(UsageGrouping.FUNCTION, UsageGrouping.OUTCOME), UsageFilter.FAILED);
    private static final UsageCut COLD =
            new UsageCut(
                    EnumSet.of(UsageGrouping.FUNCTION, UsageGrouping.PRICE_BOOK), UsageFilter.COLD);

    private final Usage usage;
    private final Plans plans;
    private final InstantSource clock;
    private final ObjectProvider<TagCatalog> catalog;

    CostExplorer(
            Usage usage, Plans plans, ObjectProvider<TagCatalog> catalog, InstantSource clock) {
        this.usage = usage;
        this.plans = plans;
        this.clock = clock;
        this.catalog = catalog;
    }

    /**
     * A part of usage.
     *
     * @param tags those that it was split by; null when it was not
     */
    public record Part(@Nullable Map<String, String> tags, UsageTotal used) {}

    /**
     * @param now what was used
     * @param before what was used in as much time before
     */
    public record Mover(Part now, UsageTotal before) {

        public Money change() {
            Money price = now.used().price();
            return new Money(price.amount().subtract(before.price().amount()), price.currency());
        }

        private BigDecimal size() {
            return change().amount().abs();
        }
    }

    /**
     * @param used by calls that loaded their function first, all of it
     * @param loading what of its price was for that
     */
    public record ColdStarts(UsageTotal used, Money loading) {

        private ColdStarts plus(ColdStarts other) {
            return new ColdStarts(used.plus(other.used), loading.plus(other.loading));
        }
    }

    private record Group(UsageKey key, @Nullable Map<String, String> tags, Currency currency) {}

    /** Parts in the order of what they are split by, and what they come to together. */
    public CostReport report(AccountId account, UsageRange range, Split split) {
        return CostReport.of(parts(account, range, split), currency(account));
    }

    /** All of it for little more time than the report takes. */
    public CostOverview overview(AccountId account, UsageRange range, Split split) {
        List<UsageCut> cuts = List.of(UsageCut.by(split.by()), DAILY, FAILED, COLD);
        List<List<UsageTotal>> totals = totals(account, range, cuts);
        Currency currency = currency(account);
        Split daily = new Split(DAILY.by(), null);
        return new CostOverview(
                CostReport.of(parts(account, totals.get(0), split), currency),
                CostReport.of(parts(account, totals.get(1), daily), currency),
                failures(account, totals.get(2)),
                coldStarts(totals.get(3)));
    }

    /** The same of some of its functions alone. */
    public CostReport report(
            AccountId account, UsageRange range, Split split, Set<FunctionId> only) {
        List<UsageTotal> totals = usage.totals(account, range.from(), range.to(), split.by(), only);
        return CostReport.of(parts(account, totals, split), currency(account));
    }

    /**
     * What changed most against the stretch of time of the same length before, the greatest change
     * first.
     */
    public List<Mover> movers(AccountId account, UsageRange range, Split split) {
        return movers(account, range, split, parts(account, range, split));
    }

    /**
     * The same, of a report that is there already.
     *
     * @param now its parts, of the range by the split
     */
    public List<Mover> movers(AccountId account, UsageRange range, Split split, List<Part> now) {
        UsageRange before = before(range);
        Map<Group, UsageTotal> then = new LinkedHashMap<>();
        parts(account, before, split).forEach(each -> then.put(group(each), each.used()));
        List<Mover> movers = new ArrayList<>();
        for (Part part : now) {
            UsageTotal was = then.remove(group(part));
            movers.add(new Mover(part, was == null ? nothing(part.used()) : was));
        }
        then.forEach(
                (group, was) -> movers.add(new Mover(new Part(group.tags(), nothing(was)), was)));
        movers.sort(Comparator.comparing(Mover::size).reversed());
        return movers;
    }

    /** The stretch of time that ends where this one begins. */
    public static UsageRange before(UsageRange range) {
        return new UsageRange(
                range.from().minus(Duration.between(range.from(), range.to())), range.from());
    }

    /** Of calls that failed, by function and who was at fault; what is billed comes first. */
    public List<Part> failures(AccountId account, UsageRange range) {
        return failures(account, totals(account, range, List.of(FAILED)).getFirst());
    }

    private List<Part> failures(AccountId account, List<UsageTotal> failed) {
        return parts(account, failed, new Split(FAILED.by(), null)).stream()
                .sorted(Comparator.comparing(CostExplorer::amount).reversed())
                .toList();
    }

    /** Of calls that loaded their function first, by function; the dearest comes first. */
    public List<ColdStarts> coldStarts(AccountId account, UsageRange range) {
        return coldStarts(totals(account, range, List.of(COLD)).getFirst());
    }

    private List<ColdStarts> coldStarts(List<UsageTotal> cold) {
        Map<Group, ColdStarts> sums = new LinkedHashMap<>();
        for (UsageTotal each : cold) {
            UsageKey key = UsageKey.of(each.key().function(), each.key().functionName());
            sums.merge(
                    new Group(key, null, each.price().currency()),
                    new ColdStarts(each.under(key), loading(each)),
                    ColdStarts::plus);
        }
        return sums.values().stream()
                .sorted(
                        Comparator.comparing((ColdStarts each) -> each.loading().amount())
                                .reversed())
                .toList();
    }

    private Money loading(UsageTotal used) {
        return plans.prices(Objects.requireNonNull(used.key().priceBook()))
                .map(
                        prices ->
                                LoadingCost.of(
                                        prices.book(), used.initMibMicros().toBigIntegerExact()))
                .orElseGet(() -> Money.zero(used.price().currency()));
    }

    private static BigDecimal amount(Part part) {
        return part.used().price().amount();
    }

    private static UsageTotal nothing(UsageTotal like) {
        return UsageTotal.nothing(like.key(), Money.zero(like.price().currency()));
    }

    private static Group group(Part part) {
        return new Group(part.used().key(), part.tags(), part.used().price().currency());
    }

    private Currency currency(AccountId account) {
        return plans.bookOf(account, clock.instant()).currency();
    }

    private List<List<UsageTotal>> totals(
            AccountId account, UsageRange range, List<UsageCut> cuts) {
        return usage.totals(account, range.from(), range.to(), cuts);
    }

    private List<Part> parts(AccountId account, UsageRange range, Split split) {
        return parts(account, usage.totals(account, range.from(), range.to(), split.by()), split);
    }

    private List<Part> parts(AccountId account, List<UsageTotal> totals, Split split) {
        Map<TagSetId, Map<String, String>> tags = tags(account, totals);
        Map<Group, UsageTotal> sums = new LinkedHashMap<>();
        for (UsageTotal each : totals) {
            Map<String, String> had =
                    split.by().contains(UsageGrouping.TAGS)
                            ? wanted(split, each.tags() == null ? Map.of() : of(tags, each.tags()))
                            : null;
            UsageKey key = withoutTags(each.key());
            sums.merge(
                    new Group(key, had, each.price().currency()),
                    each.under(key),
                    UsageTotal::plus);
        }
        List<Part> parts = new ArrayList<>(sums.size());
        sums.forEach((group, sum) -> parts.add(new Part(group.tags(), sum)));
        return parts;
    }

    private static Map<String, String> of(Map<TagSetId, Map<String, String>> tags, TagSetId set) {
        return tags.getOrDefault(set, Map.of());
    }

    private Map<TagSetId, Map<String, String>> tags(AccountId account, List<UsageTotal> totals) {
        TagCatalog known = catalog.getIfAvailable();
        return known == null
                ? Map.of()
                : known.tags(
                        account,
                        totals.stream()
                                .map(UsageTotal::tags)
                                .filter(Objects::nonNull)
                                .collect(Collectors.toSet()));
    }

    /** Of one tag its value alone; empty where the function had no such tag. */
    private static Map<String, String> wanted(Split split, Map<String, String> tags) {
        String name = split.tag();
        if (name == null) {
            return tags;
        }
        String value = tags.get(name);
        return value == null ? Map.of() : Map.of(name, value);
    }

    private static UsageKey withoutTags(UsageKey key) {
        return new UsageKey(
                key.function(),
                key.functionName(),
                key.day(),
                key.hour(),
                key.version(),
                key.alias(),
                key.source(),
                key.trigger(),
                key.fault(),
                key.cold(),
                null,
                key.priceBook());
    }
}
