package dev.meterlark.billing.invoice;

import dev.meterlark.billing.MoneyAudit;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;

import org.springframework.stereotype.Component;

import java.util.Map;

/**
 * Writes into audit logs what was done with an account's invoices: the account's and the
 * operator's.
 */
@Component
class Notes {

    private final MoneyAudit audit;

    Notes(MoneyAudit audit) {
        this.audit = audit;
    }

    /** In the transaction of the change, last. */
    void note(By by, AccountId account, String action, String subject, Map<String, ?> detail) {
        Caller operator = by.operator();
        String name = operator == null ? "billing" : "operator";
        audit.record(operator, name, account, action, subject, detail);
    }
}
