package dev.meterlark.billing;

import dev.meterlark.billing.rating.ListPrices;
import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All plans, their prices by time, and which account is on which, as they were at one moment.
 *
 * @param assignments plans by when they begin; of an account that is not in it nothing was said
 */
public record PlanSnapshot(
        String defaultPlan,
        Map<String, Offered> plans,
        Map<AccountId, NavigableMap<Instant, String>> assignments) {

    /** What holds before anything was read. */
    public static final PlanSnapshot PRODUCT = product();

    /**
     * A plan with its prices.
     *
     * @param books by when they begin; never empty
     */
    public record Offered(PlanTerms terms, NavigableMap<Instant, ListPrices> books) {

        /** Those that hold then; before the first of them those as well. */
        ListPrices at(Instant instant) {
            var book = books.floorEntry(instant);
            return book == null ? books.firstEntry().getValue() : book.getValue();
        }
    }

    public PlanSnapshot {
        if (!plans.containsKey(defaultPlan)) {
            throw new IllegalArgumentException(
                    "meterlark.billing.default-plan must be a plan that has prices, was: %s; there"
                                    .formatted(defaultPlan)
                            + " are: "
                            + plans.keySet().stream().sorted().toList());
        }
    }

    Optional<ListPrices> prices(String book) {
        return plans.values().stream()
                .flatMap(plan -> plan.books().values().stream())
                .filter(prices -> prices.book().id().equals(book))
                .findFirst();
    }

    Offered planOf(AccountId account, Instant at) {
        NavigableMap<Instant, String> assigned = assignments.get(account);
        Map.@Nullable Entry<Instant, String> now =
                assigned == null ? null : assigned.floorEntry(at);
        Offered plan = plans.get(now == null ? defaultPlan : now.getValue());
        if (plan == null) {
            throw new IllegalStateException(
                    "account %s is on plan %s, which has no prices".formatted(account, now));
        }
        return plan;
    }

    /** When the next of its plans begins, or the next prices of the one it is on. */
    Optional<Instant> nextChange(AccountId account, Instant at) {
        NavigableMap<Instant, String> assigned = assignments.get(account);
        Instant plan = assigned == null ? null : assigned.higherKey(at);
        Instant prices = planOf(account, at).books().higherKey(at);
        return Stream.of(Optional.ofNullable(plan), Optional.ofNullable(prices))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    private static PlanSnapshot product() {
        Map<String, Offered> plans = new HashMap<>();
        List<ProductPlans.Offer> offers = ProductPlans.all();
        offers.forEach(
                each ->
                        plans.put(
                                each.plan().id(),
                                new Offered(
                                        each.plan(),
                                        new TreeMap<>(
                                                Map.of(
                                                        ProductPlans.SINCE,
                                                        new ListPrices(each.book()))))));
        return new PlanSnapshot(ProductPlans.PAYG.id(), plans, Map.of());
    }
}
