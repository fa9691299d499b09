package dev.meterlark.metering;

import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Adds lines up for one cut. */
final class UsageSums {

    /** In which parts are told, the name first. */
    private static final Comparator<UsageTotal> ORDER =
            by(UsageTotal::functionName)
                    .thenComparing(by(each -> id(each.function(), id -> id.value())))
                    .thenComparing(by(UsageTotal::day))
                    .thenComparing(by(each -> each.key().hour()))
                    .thenComparing(by(each -> each.key().version()))
                    .thenComparing(by(each -> each.key().alias()))
                    .thenComparing(by(each -> each.key().source()))
                    .thenComparing(by(each -> each.key().trigger()))
                    .thenComparing(by(each -> each.key().fault()))
                    .thenComparing(by(each -> each.key().cold()))
                    .thenComparing(by(each -> id(each.tags(), tags -> tags.value())))
                    .thenComparing(by(each -> each.key().priceBook()))
                    .thenComparing(each -> each.price().currency().getCurrencyCode());

    private final UsageCut cut;
    private final int most;
    private final Map<Place, Sum> sums = new HashMap<>();

    /**
     * @param most parts that there may be
     */
    UsageSums(UsageCut cut, int most) {
        this.cut = cut;
        this.most = most;
    }

    private record Place(UsageKey key, Currency currency) {}

    /**
     * @throws TooManyParts when it does not fit any more
     */
    void add(UsageTotal line) {
        if (!cut.filter().takes(line.key())) {
            return;
        }
        Place place = new Place(line.key().of(cut.by()), line.price().currency());
        sums.computeIfAbsent(place, _ -> new Sum()).add(line);
        if (sums.size() > most) {
            throw new TooManyParts();
        }
    }

    List<UsageTotal> totals() {
        List<UsageTotal> totals = new ArrayList<>(sums.size());
        boolean named = cut.by().contains(UsageGrouping.FUNCTION);
        sums.forEach(
                (place, sum) ->
                        totals.add(
                                sum.total(
                                        named ? place.key().named(sum.name) : place.key(),
                                        place.currency())));
        totals.sort(ORDER);
        return totals;
    }

    private static <T extends Comparable<T>> Comparator<UsageTotal> by(
            Function<UsageTotal, @Nullable T> part) {
        return Comparator.comparing(part, Comparator.nullsFirst(Comparator.naturalOrder()));
    }

    private static <T> @Nullable UUID id(@Nullable T id, Function<T, UUID> value) {
        return id == null ? null : value.apply(id);
    }

    /** Said to people by who knows what they asked for. */
    static final class TooManyParts extends RuntimeException {

        private static final long serialVersionUID = 1;
    }

    private static final class Sum {

        private @Nullable String name;
        private long calls;
        private long billableCalls;
        private long billedMillis;
        private UsageTotal.Failures failures = UsageTotal.Failures.NONE;
        private BigDecimal mibMillis = BigDecimal.ZERO;
        private BigDecimal cpuMicros = BigDecimal.ZERO;
        private BigDecimal egressBytes = BigDecimal.ZERO;
        private BigDecimal initMibMicros = BigDecimal.ZERO;
        private BigDecimal price = BigDecimal.ZERO;

        void add(UsageTotal line) {
            String other = line.functionName();
            if (other != null && (name == null || other.compareTo(name) > 0)) {
                name = other;
            }
            calls += line.calls();
            billableCalls += line.billableCalls();
            billedMillis += line.billedMillis();
            failures = failures.plus(line.failures());
            mibMillis = mibMillis.add(line.mibMillis());
            cpuMicros = cpuMicros.add(line.cpuMicros());
            egressBytes = egressBytes.add(line.egressBytes());
            initMibMicros = initMibMicros.add(line.initMibMicros());
            price = price.add(line.price().amount());
        }

        UsageTotal total(UsageKey key, Currency currency) {
            return new UsageTotal(
                    key,
                    calls,
                    billableCalls,
                    failures,
                    billedMillis,
                    mibMillis,
                    cpuMicros,
                    egressBytes,
                    initMibMicros,
                    new Money(price, currency));
        }
    }
}
