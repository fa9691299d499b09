package dev.meterlark.billing.invoice;

import dev.meterlark.edge.AuditTrail;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;

import org.springframework.stereotype.Component;

import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes into audit logs what was done with an account's invoices: the account's and the
 * operator's.
 */
@Component
class Notes {

    private final AuditTrail audit;

    Notes(AuditTrail audit) {
        this.audit = audit;
    }

    /** In the transaction of the change, last. Locks in one order, whoever locks both. */
    void note(By by, AccountId account, String action, String subject, Map<String, ?> detail) {
        Caller operator = by.operator();
        Caller inAccount =
                new Caller(account, "", "", operator == null ? "billing" : "operator", Set.of());
        Stream<Caller> callers =
                operator == null
                        ? Stream.of(inAccount)
                        : operator.account().equals(account)
                                ? Stream.of(operator)
                                : Stream.of(inAccount, operator);
        callers.sorted(Comparator.comparing(caller -> caller.account().value()))
                .forEach(caller -> audit.record(caller, action, subject, detail));
    }
}
