package dev.meterlark.billing;

import dev.meterlark.edge.AuditTrail;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Writes what was done with an account's money into its audit log and the operator's. */
@Component
public class MoneyAudit {

    private final AuditTrail audit;

    public MoneyAudit(AuditTrail audit) {
        this.audit = audit;
    }

    /**
     * In the transaction of the change, last. Locks in one order, whoever locks both.
     *
     * @param operator null when nobody asked for it
     * @param name who it was, for the account to read
     */
    public void record(
            @Nullable Caller operator,
            String name,
            AccountId account,
            String action,
            String subject,
            Map<String, ?> detail) {
        Caller inAccount = new Caller(account, "", "", name, Set.of());
        Stream<Caller> callers =
                operator == null
                        ? Stream.of(inAccount)
                        : operator.account().equals(account)
                                ? Stream.of(operator)
                                : Stream.of(inAccount, operator);
        callers.sorted(Comparator.comparing(each -> each.account().value()))
                .forEach(each -> audit.record(each, action, subject, detail));
    }
}
