package dev.meterlark.release;

import dev.meterlark.account.AccountIdentity;
import dev.meterlark.account.Accounts;
import dev.meterlark.function.Aliases;
import dev.meterlark.function.References;
import dev.meterlark.metering.Conduct;
import dev.meterlark.metering.Conducts;
import dev.meterlark.shared.Caller;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at one shift and does what is due, in one transaction: the alias is moved exactly when the
 * shift says that it is.
 */
@Service
@Transactional(propagation = Propagation.REQUIRES_NEW)
class ShiftLooks {

    private final ShiftRows shifts;
    private final References references;
    private final Aliases aliases;
    private final Conducts conducts;
    private final Accounts accounts;
    private final ReleaseProperties properties;

    ShiftLooks(
            ShiftRows shifts,
            References references,
            Aliases aliases,
            Conducts conducts,
            Accounts accounts,
            ReleaseProperties properties) {
        this.shifts = shifts;
        this.references = references;
        this.aliases = aliases;
        this.conducts = conducts;
        this.accounts = accounts;
        this.properties = properties;
    }

    void look(DueShift due, Instant now) {
        locked(due).filter(shift -> shift.isDue(now)).ifPresent(shift -> look(shift, now));
    }

    /** Nothing of the look that failed is left, so this is a transaction of its own. */
    void fail(DueShift due, String why, Instant now) {
        locked(due)
                .filter(AliasShift::isRunning)
                .ifPresent(shift -> shift.end(ShiftState.FAILED, bounded(why), now));
    }

    void postpone(DueShift due, Instant now) {
        locked(due)
                .filter(shift -> shift.isDue(now))
                .ifPresent(shift -> shift.seen(Conduct.NONE, now.plus(properties.lookEvery())));
    }

    /** The function first: so does whoever deletes it, with its shifts. */
    private Optional<AliasShift> locked(DueShift due) {
        return references
                .lock(due.account(), due.function())
                .flatMap(
                        function ->
                                shifts.findById(new ShiftId(due.id()))
                                        .filter(shift -> shift.function().equals(function)));
    }

    private void look(AliasShift shift, Instant now) {
        Instant next = now.plus(properties.lookEvery());
        if (!accounts.open(shift.account())) {
            shift.stand(now, next);
            return;
        }
        Conduct seen = conducts.since(shift.account(), shift.newVersion(), shift.stepBeganAt());
        shift.seen(seen, next);
        ShiftPlan plan = shift.plan();
        switch (plan.decide(shift.step(), shift.stepBeganAt(), seen, now)) {
            case ShiftPlan.Decision.Wait() -> {}
            case ShiftPlan.Decision.GoOn(int step) -> {
                shift.goOn(step, now);
                move(shift, plan.steps().get(step).share(), "shift goes on");
            }
            case ShiftPlan.Decision.Complete() -> {
                shift.end(ShiftState.SUCCEEDED, "all steps done", now);
                move(shift, BigDecimal.ONE, "shift completed");
            }
            case ShiftPlan.Decision.GoBack(String why) -> {
                shift.end(ShiftState.ROLLED_BACK, bounded(why), now);
                move(shift, BigDecimal.ZERO, "shift went back: " + why);
            }
        }
    }

    private void move(AliasShift shift, BigDecimal share, String reason) {
        AccountIdentity owner = accounts.identity(shift.account());
        Caller itself =
                new Caller(
                        shift.account(),
                        owner.slug(),
                        owner.number(),
                        "shift:" + shift.id(),
                        Set.of());
        aliases.shift(itself, shift.functionName(), shift.alias(), shift.moving(share), reason);
    }

    private static String bounded(String why) {
        return why.length() <= 500 ? why : why.substring(0, 500);
    }
}
