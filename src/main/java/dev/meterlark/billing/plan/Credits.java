package dev.meterlark.billing.plan;

import dev.meterlark.account.Accounts;
import dev.meterlark.account.AuditLog;
import dev.meterlark.account.Page;
import dev.meterlark.platform.Stretch;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** What accounts have with the operator. No credit is ever below zero. */
@Service
@Transactional
public class Credits {

    private static final String BILLING = "billing";
    private static final int USUAL_PRIORITY = 100;
    private static final int LAST_PRIORITY = 1000;

    private final CreditRows rows;
    private final Accounts accounts;
    private final AuditLog audit;
    private final InstantSource clock;

    Credits(CreditRows rows, Accounts accounts, AuditLog audit, InstantSource clock) {
        this.rows = rows;
        this.accounts = accounts;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @param description as the account reads it
     * @param reason as the operator's books have it
     * @param priority from 0 to 1000, the lowest pays first; 100 when it is left out
     */
    public record Wish(
            @Nullable String description,
            @Nullable String amount,
            @Nullable String currency,
            @Nullable Integer priority,
            @Nullable String expiresAt,
            @Nullable String reason) {}

    /**
     * @param amount what is added; below zero what is taken away
     */
    public record Adjustment(@Nullable String amount, @Nullable String reason) {}

    /** Used up and expired ones too, in the order in which they pay. */
    @Transactional(readOnly = true)
    public Page<Credit> list(AccountId account, @Nullable String cursor, @Nullable Integer limit) {
        accounts.identity(account); // refuses one that is not there
        Stretch stretch = Stretch.of(cursor, limit);
        List<Credit> all = rows.of(account);
        List<Credit> found =
                stretch.after().isEmpty()
                        ? all
                        : all.stream()
                                .dropWhile(each -> !each.id().toString().equals(stretch.after()))
                                .skip(1)
                                .toList();
        return new Page<>(
                stretch.items(found), stretch.nextCursor(found, each -> each.id().toString()));
    }

    public Credit grant(Caller operator, AccountId account, Wish wish) {
        Instant now = clock.instant();
        String reason = Typed.line("reason", wish.reason(), 200);
        Instant expiresAt = Typed.instantOrNull("expiresAt", wish.expiresAt());
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            throw Refusals.invalid("expiresAt must lie ahead, was: " + expiresAt);
        }
        Credit credit =
                new Credit(
                        CreditId.random(),
                        Typed.line("description", wish.description(), 200),
                        Typed.positive(
                                "amount",
                                wish.amount(),
                                Typed.currency("currency", wish.currency())),
                        priority(wish.priority()),
                        now,
                        expiresAt);
        accounts.identity(account); // refuses one that is not there
        insert(account, credit, null, reason, operator.subject());
        audit.recordOfOperator(
                operator,
                account,
                "credit.granted",
                "credit:" + credit.id(),
                Map.of("amount", credit.remaining().toString(), "reason", reason));
        return credit;
    }

    /** The operator's correction of a credit, which leaves no less than nothing of it. */
    public Credit adjust(Caller operator, AccountId account, String id, Adjustment wish) {
        String reason = Typed.line("reason", wish.reason(), 200);
        accounts.identity(account); // refuses one that is not there
        rows.lock(account);
        Credit credit = find(account, id);
        Money by = Typed.amount("amount", wish.amount(), credit.remaining().currency());
        if (credit.remaining().plus(by).amount().signum() < 0) {
            throw Refusals.conflict(
                    "%s is left of the credit, so at most that can be taken away, was: %s"
                            .formatted(credit.remaining(), by));
        }
        rows.insert(
                account,
                new CreditEntry(
                        credit.id(),
                        CreditEntry.Kind.ADJUSTED,
                        by.amount(),
                        null,
                        reason,
                        operator.subject(),
                        clock.instant()));
        audit.recordOfOperator(
                operator,
                account,
                "credit.adjusted",
                "credit:" + id,
                Map.of("amount", by.toString(), "reason", reason));
        return find(account, id);
    }

    /**
     * For money that came in beyond what was owed; it pays after all else and does not expire.
     *
     * @param source what it came from; of one source comes one credit, however often this is called
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void grant(AccountId account, Money amount, String reason, String source) {
        if (rows.from(account, source).isPresent()) {
            return;
        }
        Credit credit =
                new Credit(
                        CreditId.random(),
                        "Prepaid",
                        amount.rounded(),
                        LAST_PRIORITY,
                        clock.instant(),
                        null);
        insert(account, credit, source, reason, BILLING);
    }

    /**
     * What came from money that did not stay.
     *
     * @return how much of it was not spent yet and so is gone now
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Money takeBack(AccountId account, Money amount, String reason, String source) {
        rows.lock(account);
        Money none = Money.zero(amount.currency()).rounded();
        return rows.from(account, source)
                .filter(each -> each.remaining().currency().equals(amount.currency()))
                .map(each -> takeBack(account, each, amount, reason))
                .orElse(none);
    }

    private Money takeBack(AccountId account, Credit credit, Money amount, String reason) {
        BigDecimal taken = credit.remaining().amount().min(amount.rounded().amount());
        if (taken.signum() > 0) {
            rows.insert(
                    account,
                    new CreditEntry(
                            credit.id(),
                            CreditEntry.Kind.ADJUSTED,
                            taken.negate(),
                            null,
                            reason,
                            BILLING,
                            clock.instant()));
        }
        return new Money(taken.max(BigDecimal.ZERO), amount.currency()).rounded();
    }

    private void insert(
            AccountId account,
            Credit credit,
            @Nullable String source,
            String reason,
            String madeBy) {
        rows.insert(account, credit, source);
        rows.insert(
                account,
                new CreditEntry(
                        credit.id(),
                        CreditEntry.Kind.GRANTED,
                        credit.remaining().amount(),
                        null,
                        reason,
                        madeBy,
                        credit.grantedAt()));
    }

    private Credit find(AccountId account, String id) {
        try {
            return rows.find(account, CreditId.parse(id)).orElseThrow(Credits::unknown);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    private static int priority(@Nullable Integer wanted) {
        int priority = wanted == null ? USUAL_PRIORITY : wanted;
        if (priority < 0 || priority > LAST_PRIORITY) {
            throw Refusals.invalid(
                    "priority must be from 0 to %d, was: %d".formatted(LAST_PRIORITY, priority));
        }
        return priority;
    }

    private static RuntimeException unknown() {
        return Refusals.unknown("there is no such credit");
    }
}
