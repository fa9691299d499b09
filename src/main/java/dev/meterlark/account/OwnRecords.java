package dev.meterlark.account;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.PersonId;

import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Map;

/** Tells the audit logs of all of a person's accounts what they did with their own sign-in. */
@Component
class OwnRecords {

    private final MembershipRows memberships;
    private final AuditLog audit;

    OwnRecords(MembershipRows memberships, AuditLog audit) {
        this.memberships = memberships;
        this.audit = audit;
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
    }
}
