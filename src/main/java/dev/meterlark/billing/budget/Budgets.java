package dev.meterlark.billing.budget;

import dev.meterlark.account.Accounts;
import dev.meterlark.account.AuditLog;
import dev.meterlark.billing.Plans;
import dev.meterlark.platform.OfDatabase;
import dev.meterlark.platform.Vault;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What an account says of its spending, and how it stands. */
@Service
@Transactional
public class Budgets {

    private static final int KEY_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final BudgetRows rows;
    private final Wishes wishes;
    private final Standings standings;
    private final KnownCaps known;
    private final Caps caps;
    private final Plans plans;
    private final Accounts accounts;
    private final AuditLog audit;
    private final Vault vault;
    private final InstantSource clock;

    Budgets(
            BudgetRows rows,
            Wishes wishes,
            Standings standings,
            KnownCaps known,
            Caps caps,
            Plans plans,
            Accounts accounts,
            AuditLog audit,
            Vault vault,
            @OfDatabase InstantSource clock) {
        this.rows = rows;
        this.wishes = wishes;
        this.standings = standings;
        this.known = known;
        this.caps = caps;
        this.plans = plans;
        this.accounts = accounts;
        this.audit = audit;
        this.vault = vault;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public BudgetView show(AccountId account) {
        Budget budget = rows.find(account).orElse(Budget.NONE);
        return standings.of(account, budget, clock.instant());
    }

    /** The same where a cap is in force, the account's own or its plan's; else empty, and quick. */
    @Transactional(readOnly = true)
    public Optional<BudgetView> capped(AccountId account) {
        Instant now = clock.instant();
        Budget budget = rows.find(account).orElse(Budget.NONE);
        return known.lower(budget.cap(), account, now) == null
                ? Optional.empty()
                : Optional.of(standings.of(account, budget, now));
    }

    /**
     * Takes the place of what was said before. A cap holds from when every node has heard of it,
     * which is a second or two; what was begun without one before comes to its end.
     */
    public BudgetView change(Caller caller, BudgetWish wish) {
        AccountId account = caller.account();
        Instant now = clock.instant();
        Currency currency = plans.bookOf(account, now).currency();
        Budget budget = wishes.checked(wish, currency);
        accounts.lockedLimits(account); // one after the other
        Budget before = rows.find(account).orElse(Budget.NONE);
        rows.put(account, budget, now);
        if (!budget.equals(before)) {
            audit.record(caller, "budget.changed", "budget", detail(budget));
        }
        afterCommit(account, budget.cap());
        return standings.of(account, budget, now);
    }

    /** This node need not wait until it looks. */
    private void afterCommit(AccountId account, @Nullable Money cap) {
        TransactionSynchronizationManager.registerSynchronization(
                new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        known.say(account, cap);
                        caps.look(account, clock.instant());
                    }
                });
    }

    /** A new one: what webhooks of alerts are signed with from now on. */
    public byte[] newWebhookKey(Caller caller) {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        AccountId account = caller.account();
        accounts.lockedLimits(account);
        rows.webhookKey(account, vault.seal(key, keyContext(account)), clock.instant());
        audit.record(caller, "budget.webhook-secret-made", "budget", Map.of());
        return key;
    }

    static String keyContext(AccountId account) {
        return "budget-webhook-secret/" + account;
    }

    private static Map<String, Object> detail(Budget budget) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("cap", String.valueOf(budget.cap()));
        detail.put("warnsOf", String.valueOf(budget.warnsOf()));
        detail.put("alerts", budget.alerts().stream().map(Budget.Alert::percent).toList());
        return detail;
    }
}
