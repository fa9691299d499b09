package dev.meterlark.billing.plan;

import dev.meterlark.billing.BillingProperties;
import dev.meterlark.billing.PlanTerms;
import dev.meterlark.billing.Plans;
import dev.meterlark.billing.rating.PriceBook;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Plans that an account may go to by itself: the operator says which, and from which. */
@Service
@Transactional
public class PlanChoice {

    private final PlanRows plans;
    private final BookRows books;
    private final Assignments assignments;
    private final Plans known;
    private final BillingProperties properties;
    private final InstantSource clock;

    PlanChoice(
            PlanRows plans,
            BookRows books,
            Assignments assignments,
            Plans known,
            BillingProperties properties,
            InstantSource clock) {
        this.plans = plans;
        this.books = books;
        this.assignments = assignments;
        this.known = known;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * A plan with the prices that it has when somebody chooses it now.
     *
     * @param from when it would begin
     */
    public record Offer(PlanTerms terms, PriceBook book, Instant from) {}

    /**
     * In the order in which the operator has them, the account's own among them; empty when it may
     * not choose. Those in another currency begin with a month, and are the operator's to assign.
     */
    @Transactional(readOnly = true)
    public List<Offer> of(AccountId account) {
        Instant now = clock.instant();
        PlanTerms own = known.of(account, now).terms();
        List<String> all = properties.plansToChoose();
        if (!all.contains(own.id())) {
            return List.of();
        }
        Instant from = properties.soonest(now);
        return all.stream()
                .flatMap(id -> plans.find(id).stream())
                .filter(each -> each.currency().equals(own.currency()))
                .flatMap(each -> offer(each, from).stream())
                .toList();
    }

    private Optional<Offer> offer(PlanTerms terms, Instant from) {
        Stream<DatedBook> held =
                books.publishedOf(terms.id()).stream().filter(each -> each.inForce(from));
        return held.reduce((_, later) -> later).map(each -> new Offer(terms, each.book(), from));
    }

    /**
     * @throws RefusedException when it is none that the account may choose
     */
    public Assignment choose(Caller caller, @Nullable String wanted) {
        String id = Typed.id("plan", wanted);
        Offer offer =
                of(caller.account()).stream()
                        .filter(each -> each.terms().id().equals(id))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        Refusals.conflict(
                                                "the account may not go to plan %s by itself; ask the operator"
                                                        .formatted(id)));
        if (known.of(caller.account(), clock.instant()).terms().id().equals(id)) {
            throw Refusals.conflict("the account is on plan %s already".formatted(id));
        }
        return assignments.choose(caller, offer.terms());
    }
}
