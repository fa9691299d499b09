package dev.meterlark.account;

import dev.meterlark.edge.SignInWay;
import dev.meterlark.shared.PersonId;

import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;

/**
 * Tells the audit logs of a person's accounts about sign-ins, good and bad. In the background,
 * because the time that it takes would tell who exists; bounded an hour, because anybody can fail
 * to sign in.
 */
@Component
class SignInRecords {

    private static final int ACCOUNTS = 20;

    private final MembershipRows memberships;
    private final AuditLog audit;
    private final Background background;
    private final TransactionTemplate transaction;
    private final InstantSource clock;
    private final HourlyLimit limit;

    SignInRecords(
            AccountProperties properties,
            MembershipRows memberships,
            AuditLog audit,
            Background background,
            TransactionTemplate transaction,
            InstantSource clock) {
        this.memberships = memberships;
        this.audit = audit;
        this.background = background;
        this.transaction = transaction;
        this.clock = clock;
        this.limit = new HourlyLimit(properties.signInRecordsPerHour());
    }

    /** A password was right, or not. */
    void tell(PersonId person, boolean succeeded) {
        if (succeeded) {
            signedIn(person, SignInWay.PASSWORD);
        } else {
            tell(person, "person.sign-in-failed", Map.of());
        }
    }

    void signedIn(PersonId person, SignInWay way) {
        tell(person, "person.signed-in", Map.of("by", way.name().toLowerCase(Locale.ROOT)));
    }

    private void tell(PersonId person, String action, Map<String, ?> detail) {
        if (!limit.tryTake(person.toString())) {
            return;
        }
        String subject = Subjects.of(person);
        AuditEntry entry = audit.entry(subject, action, subject, detail);
        Instant now = clock.instant();
        background.later("recording a sign-in", () -> write(person, entry, now));
    }

    /** One transaction an account, so that no two audit locks are ever held at once. */
    private void write(PersonId person, AuditEntry entry, Instant at) {
        memberships.ofPerson(person).stream()
                .limit(ACCOUNTS)
                .forEach(
                        m ->
                                transaction.executeWithoutResult(
                                        _ -> audit.append(m.account(), entry, at)));
    }
}
