package dev.meterlark.billing.plan;

import dev.meterlark.billing.BillingProperties;
import dev.meterlark.billing.rating.PriceBook;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.BillingPeriod;
import dev.meterlark.shared.Money;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/** Which prices held for an account, from the database: what is past is as it was, always. */
@Component
public class PlanHistory {

    private final AssignmentRows assignments;
    private final BookRows books;
    private final BillingProperties properties;

    PlanHistory(AssignmentRows assignments, BookRows books, BillingProperties properties) {
        this.assignments = assignments;
        this.books = books;
        this.properties = properties;
    }

    /**
     * A part of a month under one price book.
     *
     * @param from a whole hour; is in it
     * @param to a whole hour; is not
     * @param fee whether the account was there and open: else neither fee nor minimum is due
     */
    public record Stretch(Instant from, Instant to, PriceBook book, boolean fee) {

        /** The prices with what is due beside usage. */
        public PriceBook due() {
            Money nothing = Money.zero(book.currency());
            return fee
                    ? book
                    : new PriceBook(
                            book.id(),
                            book.plan(),
                            book.currency(),
                            book.prices(),
                            nothing,
                            nothing);
        }
    }

    /**
     * The whole month in order and without gaps: what is before the account's first plan is under
     * that plan too, without a fee.
     */
    @Transactional(readOnly = true)
    public List<Stretch> segments(AccountId account, BillingPeriod period) {
        return segments(
                properties.defaultPlan(), assignments.of(account), books.published(), period);
    }

    /** The same of what was read before, for many accounts at once. */
    static List<Stretch> segments(
            String defaultPlan,
            List<Assignment> assigned,
            List<DatedBook> published,
            BillingPeriod period) {
        TreeSet<Instant> borders = new TreeSet<>(List.of(period.from(), period.to()));
        assigned.forEach(each -> add(borders, each.from(), period));
        published.forEach(
                each -> add(borders, Objects.requireNonNull(each.effectiveFrom()), period));
        List<Stretch> stretches = new ArrayList<>();
        for (Instant from : borders.headSet(period.to())) {
            Instant to = Objects.requireNonNull(borders.higher(from));
            append(stretches, stretch(defaultPlan, assigned, published, from, to));
        }
        return stretches;
    }

    private static void add(TreeSet<Instant> borders, Instant border, BillingPeriod period) {
        if (period.contains(border)) {
            borders.add(border);
        }
    }

    /** A border of another plan's prices is none here. */
    private static void append(List<Stretch> stretches, Stretch next) {
        if (!stretches.isEmpty()) {
            Stretch last = stretches.getLast();
            if (last.book().id().equals(next.book().id()) && last.fee() == next.fee()) {
                stretches.removeLast();
                stretches.add(new Stretch(last.from(), next.to(), last.book(), last.fee()));
                return;
            }
        }
        stretches.add(next);
    }

    private static Stretch stretch(
            String defaultPlan,
            List<Assignment> assigned,
            List<DatedBook> published,
            Instant from,
            Instant to) {
        String plan = assigned.isEmpty() ? defaultPlan : null;
        boolean open = assigned.isEmpty();
        for (Assignment each : assigned) {
            boolean begun = !each.from().isAfter(from);
            if (plan == null || (begun && each.plan() != null)) {
                plan = each.plan();
            }
            open = begun ? each.plan() != null : open;
        }
        return new Stretch(from, to, bookOf(Objects.requireNonNull(plan), published, from), open);
    }

    private static PriceBook bookOf(String plan, List<DatedBook> published, Instant at) {
        PriceBook found = null;
        for (DatedBook each : published) {
            if (each.book().plan().equals(plan) && (found == null || each.inForce(at))) {
                found = each.book();
            }
        }
        if (found == null) {
            throw new IllegalStateException("plan %s has no prices".formatted(plan));
        }
        return found;
    }
}
