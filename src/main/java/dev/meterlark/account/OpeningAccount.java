package dev.meterlark.account;

import dev.meterlark.shared.Role;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.util.Map;

/** What a new account has from its first moment: an audit log, an owner and a first key. */
@Component
class OpeningAccount {

    private final AuditLog audit;
    private final MembershipRows memberships;
    private final MakingKey making;
    private final ApplicationEventPublisher events;

    OpeningAccount(
            AuditLog audit,
            MembershipRows memberships,
            MakingKey making,
            ApplicationEventPublisher events) {
        this.audit = audit;
        this.memberships = memberships;
        this.making = making;
        this.events = events;
    }

    NewApiKey open(Account account, Person owner, Instant now) {
        audit.open(account.id());
        memberships.save(new Membership(account.id(), owner.id(), Role.OWNER, now));
        ApiKeyTerms terms = new ApiKeyTerms("first key", account.permissionsOf(Role.OWNER), null);
        NewApiKey key = making.make(account.id(), owner.id(), terms, now);
        String actor = Subjects.of(owner.id());
        audit.append(
                account.id(),
                actor,
                "account.opened",
                "account:" + account.id(),
                Map.of("slug", account.identity().slug(), "operator", account.operator()));
        audit.append(
                account.id(),
                actor,
                "key.made",
                Subjects.ofKey(key.id()),
                Map.of("name", terms.name()));
        events.publishEvent(new AccountOpened(account.id(), now));
        return key;
    }
}
