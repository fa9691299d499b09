package dev.meterlark.account;

import dev.meterlark.edge.SignedIn;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.PersonId;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Accepts invitations into accounts: by a person who is signed in, by one who proves it with the
 * password, or by a new one, who chooses a password. Holding the link is not enough for a person
 * who exists: whoever read the mail would otherwise be signed in as them.
 */
@Service
public class Joining {

    private static final int TRIES_PER_HOUR = 10;

    private final InvitationRows invitations;
    private final PersonRows persons;
    private final AccountRows accounts;
    private final MembershipRows memberships;
    private final PasswordHashing hashing;
    private final AuditLog audit;
    private final TransactionTemplate transaction;
    private final InstantSource clock;
    private final HourlyLimit tries = new HourlyLimit(TRIES_PER_HOUR);

    Joining(
            InvitationRows invitations,
            PersonRows persons,
            AccountRows accounts,
            MembershipRows memberships,
            PasswordHashing hashing,
            AuditLog audit,
            TransactionTemplate transaction,
            InstantSource clock) {
        this.invitations = invitations;
        this.persons = persons;
        this.accounts = accounts;
        this.memberships = memberships;
        this.hashing = hashing;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** What the link offers, without using it; empty when it is dead. */
    public Optional<InvitationOffer> offer(@Nullable String token) {
        return open(token)
                .map(
                        i ->
                                new InvitationOffer(
                                        accounts.findById(i.account())
                                                .orElseThrow()
                                                .identity()
                                                .name(),
                                        i.email(),
                                        Members.wireName(i.role()),
                                        persons.existsByEmail(i.email())));
    }

    /**
     * @param password the invited person's, or the chosen one of somebody new
     */
    public Joined accept(@Nullable String token, @Nullable String password) {
        Invitation invitation = open(token).orElseThrow(OneTimeLink::dead);
        tries.take(invitation.account() + invitation.email(), "tries to accept this invitation");
        Person person = persons.findByEmail(invitation.email()).orElse(null);
        if (person != null) {
            requirePassword(person, password);
            return join(invitation, token, person, false);
        }
        EmailAddress email = EmailAddress.parse(invitation.email());
        String chosen = PasswordRules.check(password, email, null);
        Person added = new Person(PersonId.random(), email, hashing.hash(chosen), clock.instant());
        try {
            return join(invitation, token, added, true);
        } catch (DataIntegrityViolationException e) {
            throw new RefusedException(
                    ErrorCode.CONFLICT,
                    "%s has just signed up elsewhere; accept again with that password"
                            .formatted(email.value()),
                    null,
                    e);
        }
    }

    /** For a person with a session, who must be the invited one. */
    public Joined accept(@Nullable String token, SignedIn signedIn) {
        Invitation invitation = open(token).orElseThrow(OneTimeLink::dead);
        Person person =
                persons.findById(signedIn.person())
                        .filter(p -> p.signedIn().equals(signedIn))
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                ErrorCode.UNAUTHENTICATED, "sign in again"));
        if (!person.email().equals(invitation.email())) {
            throw new RefusedException(
                    ErrorCode.FORBIDDEN,
                    "this invitation is for another e-mail address; sign out and open it again");
        }
        return join(invitation, token, person, false);
    }

    private Optional<Invitation> open(@Nullable String token) {
        if (token == null || !OneTimeToken.wellFormed(token.strip())) {
            return Optional.empty();
        }
        return invitations
                .findByTokenHash(Sha256.of(token.strip()))
                .filter(i -> i.usable(clock.instant()))
                .filter(i -> accounts.findById(i.account()).filter(Account::open).isPresent());
    }

    private void requirePassword(Person person, @Nullable String password) {
        if (!hashing.matches(password == null ? "" : password, person.passwordHash())) {
            throw new RefusedException(
                    ErrorCode.UNAUTHENTICATED,
                    "%s has signed up before: password must be the one of that sign-in"
                            .formatted(person.email()));
        }
    }

    private Joined join(Invitation seen, @Nullable String token, Person person, boolean isNew) {
        return transaction.execute(
                _ -> {
                    Instant now = clock.instant();
                    Account account = accounts.lock(seen.account()).orElseThrow();
                    byte[] hash = Sha256.of(token == null ? "" : token.strip());
                    if (invitations.use(hash, now) != 1) {
                        throw OneTimeLink.dead();
                    }
                    if (isNew) {
                        persons.save(person);
                    } else {
                        refuseMember(account, person);
                    }
                    memberships.save(new Membership(account.id(), person.id(), seen.role(), now));
                    String subject = Subjects.of(person.id());
                    audit.append(
                            account.id(),
                            subject,
                            "member.joined",
                            subject,
                            Map.of("email", person.email(), "role", Members.wireName(seen.role())));
                    return new Joined(
                            account.identity(), person.signedIn(), Members.wireName(seen.role()));
                });
    }

    private void refuseMember(Account account, Person person) {
        if (memberships.findByAccountAndPerson(account.id(), person.id()).isPresent()) {
            throw new RefusedException(
                    ErrorCode.CONFLICT,
                    "%s is a member of this account already".formatted(person.email()));
        }
    }
}
