package dev.meterlark.billing.cost;

import dev.meterlark.billing.Plans;
import dev.meterlark.billing.UsageRange;
import dev.meterlark.function.snapshot.TagCatalog;
import dev.meterlark.function.snapshot.TagSetId;
import dev.meterlark.metering.Usage;
import dev.meterlark.metering.UsageGrouping;
import dev.meterlark.metering.UsageKey;
import dev.meterlark.metering.UsageTotal;
import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Where usage and its price come from. Amounts are list prices of calls, exactly. */
@Service
@Transactional(readOnly = true)
public class CostExplorer {

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

    private record Group(UsageKey key, @Nullable Map<String, String> tags, Currency currency) {}

    /** Parts in the order of what they are split by, and what they come to together. */
    public CostReport report(AccountId account, UsageRange range, Split split) {
        return CostReport.of(parts(account, range, split), currency(account));
    }

    private Currency currency(AccountId account) {
        return plans.bookOf(account, clock.instant()).currency();
    }

    private List<Part> parts(AccountId account, UsageRange range, Split split) {
        List<UsageTotal> totals = usage.totals(account, range.from(), range.to(), split.by());
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
