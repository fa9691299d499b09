package dev.meterlark.billing.payment;

import dev.meterlark.account.Accounts;
import dev.meterlark.edge.AuditTrail;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;

import org.springframework.stereotype.Component;

import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** As the accounts' module has it. */
@Component
class StandingOfAccounts implements Standing {

    private final Accounts accounts;
    private final AuditTrail audit;

    StandingOfAccounts(Accounts accounts, AuditTrail audit) {
        this.accounts = accounts;
        this.audit = audit;
    }

    @Override
    public boolean suspend(AccountId account, String reason) {
        return accounts.suspendForDebt(account, reason);
    }

    @Override
    public boolean reopen(AccountId account, String reason) {
        return accounts.reopenFromDebt(account, reason);
    }

    /** Locks in one order, whoever locks both. */
    @Override
    public void audit(
            Actor actor, AccountId account, String action, String subject, Map<String, ?> detail) {
        Caller operator = actor.operator();
        Caller inAccount = new Caller(account, "", "", actor.name(), Set.of());
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
