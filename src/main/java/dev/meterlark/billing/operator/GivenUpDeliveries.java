package dev.meterlark.billing.operator;

import dev.meterlark.account.Accounts;
import dev.meterlark.account.Page;
import dev.meterlark.billing.MoneyAudit;
import dev.meterlark.platform.Deliveries;
import dev.meterlark.platform.Delivery;
import dev.meterlark.platform.GivenUp;
import dev.meterlark.platform.Stretch;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Mails about money that never arrived, of all accounts: to be sent again, or let be. */
@Service
@Transactional
public class GivenUpDeliveries {

    private final GivenUp givenUp;
    private final Deliveries deliveries;
    private final Accounts accounts;
    private final MoneyAudit audit;

    GivenUpDeliveries(GivenUp givenUp, Deliveries deliveries, Accounts accounts, MoneyAudit audit) {
        this.givenUp = givenUp;
        this.deliveries = deliveries;
        this.accounts = accounts;
        this.audit = audit;
    }

    /**
     * @param kind invoice-mail, payment-notice, payment-errand, budget-mail or budget-webhook
     */
    public record One(AccountId account, String accountName, String kind, Delivery delivery) {}

    /** The latest first. */
    @Transactional(readOnly = true)
    public Page<One> list(@Nullable String cursor, @Nullable Integer limit) {
        Stretch stretch = Stretch.of(cursor, limit);
        List<GivenUp.Entry> found = givenUp.list(stretch);
        Map<AccountId, String> names = new HashMap<>();
        return new Page<>(
                stretch.items(found).stream().map(each -> one(each, names)).toList(),
                stretch.nextCursor(found, GivenUp::name));
    }

    /**
     * At once, with all of its time before it.
     *
     * @return whether there was such a one
     */
    public boolean retry(Caller operator, UUID id) {
        return givenUp.find(id)
                .filter(each -> deliveries.retry(each.account(), each.kind(), id))
                .map(each -> tell(operator, each, "delivery.retried"))
                .isPresent();
    }

    /** Whether there was such a one. */
    public boolean delete(Caller operator, UUID id) {
        return givenUp.find(id)
                .filter(each -> deliveries.delete(each.account(), each.kind(), id))
                .map(each -> tell(operator, each, "delivery.deleted"))
                .isPresent();
    }

    private GivenUp.Entry tell(Caller operator, GivenUp.Entry entry, String action) {
        audit.record(
                operator,
                "operator",
                entry.account(),
                action,
                "delivery:" + entry.delivery().id(),
                Map.of("kind", entry.kind(), "about", entry.delivery().about()));
        return entry;
    }

    private One one(GivenUp.Entry entry, Map<AccountId, String> names) {
        String name =
                names.computeIfAbsent(entry.account(), each -> accounts.identity(each).name());
        return new One(entry.account(), name, entry.kind(), entry.delivery());
    }
}
