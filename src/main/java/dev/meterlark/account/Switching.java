package dev.meterlark.account;

import dev.meterlark.edge.SignedIn;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.shared.Role;

import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

import java.util.Map;

/**
 * A person goes on in another of their accounts, in the session that they have: it is the person
 * who signed in, and members of an account are persons. Neither account's audit log names the
 * other.
 */
@Service
public class Switching {

    private static final int PER_HOUR = 120;

    private final MembershipRows memberships;
    private final AccountRows accounts;
    private final PasskeyRows passkeys;
    private final AuditLog audit;
    private final TransactionTemplate transaction;
    private final HourlyLimit limit = new HourlyLimit(PER_HOUR);

    Switching(
            MembershipRows memberships,
            AccountRows accounts,
            PasskeyRows passkeys,
            AuditLog audit,
            TransactionTemplate transaction) {
        this.memberships = memberships;
        this.accounts = accounts;
        this.passkeys = passkeys;
        this.audit = audit;
        this.transaction = transaction;
    }

    /**
     * Whether the person has to show again that it is them: whoever has a passkey shows it, and
     * where somebody operates the installation the session alone opens nothing.
     *
     * @throws RefusedException when the person is in no such account, as when there is none
     */
    public boolean wantsProof(SignedIn person, AccountId to) {
        Role role = membership(person, to).role();
        return account(to).permissionsOf(role).contains(Permission.OPERATE)
                || passkeys.existsByPerson(person.person());
    }

    /**
     * Writes it down in both audit logs.
     *
     * @throws RefusedException when the person is in no such account, as when there is none
     */
    public AccountIdentity go(SignedIn person, AccountId from, AccountId to) {
        membership(person, to);
        AccountIdentity identity = account(to).identity();
        if (!from.equals(to)) {
            limit.take(person.person().toString(), "switches between accounts");
            tell(from, person, "person.switched-out");
            tell(to, person, "person.switched-in");
        }
        return identity;
    }

    /** One transaction an account, so that no two audit locks are ever held at once. */
    private void tell(AccountId account, SignedIn person, String action) {
        String subject = Subjects.of(person.person());
        transaction.executeWithoutResult(
                _ -> audit.append(account, subject, action, subject, Map.of()));
    }

    private Membership membership(SignedIn person, AccountId to) {
        return memberships
                .findByAccountAndPerson(to, person.person())
                .orElseThrow(Switching::unknown);
    }

    private Account account(AccountId to) {
        return accounts.findById(to).filter(Account::open).orElseThrow(Switching::unknown);
    }

    private static RefusedException unknown() {
        return new RefusedException(ErrorCode.NOT_FOUND, "you are in no such account");
    }
}
