package dev.meterlark.billing.plan;

import dev.meterlark.account.AuditLog;
import dev.meterlark.account.Page;
import dev.meterlark.billing.KeptDays;
import dev.meterlark.billing.PlanTerms;
import dev.meterlark.platform.Stretch;
import dev.meterlark.shared.Caller;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.InstantSource;
import java.util.Currency;
import java.util.List;
import java.util.Map;

/**
 * The plans of the installation; for the operator. Of a plan nothing changes but its prices and how
 * long it keeps what calls leave for people.
 */
@Service
@Transactional
public class OfferedPlans {

    private final PlanRows plans;
    private final ChangeRows changes;
    private final AuditLog audit;
    private final InstantSource clock;

    OfferedPlans(PlanRows plans, ChangeRows changes, AuditLog audit, InstantSource clock) {
        this.plans = plans;
        this.changes = changes;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * A plan as it is asked for.
     *
     * @param hardCap what usage may cost a month at most; null for no such end
     * @param retention null for as long as the installation keeps any
     */
    public record Wish(
            @Nullable String id,
            @Nullable String name,
            @Nullable String currency,
            @Nullable String hardCap,
            @Nullable Days retention) {}

    /** How many days; null for as long as the installation keeps any. */
    public record Days(
            @Nullable Integer callDays, @Nullable Integer logDays, @Nullable Integer contentDays) {

        private KeptDays kept() {
            try {
                return new KeptDays(callDays, logDays, contentDays);
            } catch (IllegalArgumentException e) {
                throw Refusals.invalid(String.valueOf(e.getMessage()));
            }
        }
    }

    @Transactional(readOnly = true)
    public Page<PlanTerms> list(@Nullable String cursor, @Nullable Integer limit) {
        Stretch stretch = Stretch.of(cursor, limit);
        List<PlanTerms> found = plans.after(stretch.after(), stretch.most() + 1);
        return new Page<>(stretch.items(found), stretch.nextCursor(found, PlanTerms::id));
    }

    @Transactional(readOnly = true)
    public PlanTerms get(String id) {
        return plans.find(id).orElseThrow(OfferedPlans::unknown);
    }

    /** Nobody can be on it before it has prices. */
    public PlanTerms create(Caller operator, Wish wish) {
        String id = Typed.id("id", wish.id());
        String name = Typed.line("name", wish.name(), 100);
        Currency currency = Typed.currency("currency", wish.currency());
        PlanTerms plan =
                new PlanTerms(
                        id,
                        name,
                        currency,
                        wish.hardCap() == null
                                ? null
                                : Typed.notNegative("hardCap", wish.hardCap(), currency),
                        wish.retention() == null
                                ? KeptDays.AS_LONG_AS_ANY
                                : wish.retention().kept());
        changes.count();
        if (plans.find(id).isPresent()) {
            throw Refusals.conflict("there is a plan %s already".formatted(id));
        }
        plans.insert(plan, clock.instant());
        audit.record(
                operator,
                "plan.created",
                "plan:" + id,
                Map.of("name", name, "currency", currency.getCurrencyCode()));
        return plan;
    }

    /**
     * For every account that is on it, from when its node has read of it, which takes seconds. What
     * is older than it is kept now is deleted with the next housekeeping and does not come back;
     * what was deleted before does not either.
     *
     * @param days what it leaves out is kept as long as the installation keeps any
     */
    public PlanTerms keep(Caller operator, String id, Days days) {
        KeptDays kept = days.kept();
        changes.count();
        PlanTerms before = get(id);
        if (!before.retention().equals(kept)) {
            plans.keep(id, kept);
            audit.record(
                    operator,
                    "plan.retention-changed",
                    "plan:" + id,
                    Map.of("before", before.retention().words(), "after", kept.words()));
        }
        return get(id);
    }

    static RuntimeException unknown() {
        return Refusals.unknown("there is no such plan");
    }
}
