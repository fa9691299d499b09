package dev.meterlark.account;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.PersonId;

import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells the audit logs of all of a person's accounts what was done with the person's sign-in, and
 * the person by mail when a way in changed: whoever did not do that learns of it.
 */
@Component
class OwnRecords {

    private static final Map<String, String> WAYS_IN =
            Map.of(
                    "person.password-changed", "Your password was changed.",
                    "person.password-reset", "A new password was set by a link that was asked for.",
                    "person.passkey-added", "A passkey was added to your sign-in.",
                    "person.passkey-removed", "A passkey was removed from your sign-in.",
                    "person.passkeys-forgotten", "The operator removed all your passkeys.",
                    "person.provider-connected", "The single sign-on was connected.",
                    "person.provider-disconnected", "The single sign-on was disconnected.",
                    "password-reset.issued", "The operator made a link that sets a new password.");

    private final MembershipRows memberships;
    private final PersonRows persons;
    private final AuditLog audit;
    private final Letters letters;

    OwnRecords(MembershipRows memberships, PersonRows persons, AuditLog audit, Letters letters) {
        this.memberships = memberships;
        this.persons = persons;
        this.audit = audit;
        this.letters = letters;
    }

    /** Joins the transaction of the change; call it last. */
    void tell(PersonId person, String action) {
        tell(person, action, Map.of());
    }

    void tell(PersonId person, String action, Map<String, ?> detail) {
        List<AccountId> accounts =
                memberships.ofPerson(person).stream().map(Membership::account).toList();
        String subject = Subjects.of(person);
        audit.appendAll(accounts, audit.entry(subject, action, subject, detail));
        warn(person, action);
    }

    /** By the operator, whose own log says it too: nobody's way in is changed unseen. */
    void tellOfOperator(Caller operator, PersonId person, String action, Map<String, ?> detail) {
        Set<AccountId> accounts = new HashSet<>(Set.of(operator.account()));
        memberships.ofPerson(person).forEach(each -> accounts.add(each.account()));
        Map<String, Object> whole = new LinkedHashMap<>(detail);
        whole.put("by", operator.subject());
        audit.appendAll(accounts, audit.entry("operator", action, Subjects.of(person), whole));
        warn(person, action);
    }

    /** Once it is committed, and only where there is mail. */
    private void warn(PersonId person, String action) {
        String what = WAYS_IN.get(action);
        if (what == null || !letters.configured()) {
            return;
        }
        EmailAddress to = EmailAddress.parse(persons.findById(person).orElseThrow().email());
        TransactionSynchronizationManager.registerSynchronization(
                new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        letters.signInChanged(to, what);
                    }
                });
    }
}
