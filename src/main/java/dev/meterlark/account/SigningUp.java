package dev.meterlark.account;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.PersonId;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Makes an account with its owner and first key.
 *
 * <p>An e-mail address that has an account already is refused by name, although that tells a
 * stranger that it is in use: the answer to a sign-up holds a working key, so there is no answer
 * for a taken address that would look the same. What can be learned that way is bounded by the
 * limits on sign-ups, which count refused ones too.
 */
@Service
public class SigningUp {

    private static final int TRIES = 5;

    private final AccountProperties properties;
    private final NewAccountProperties newAccount;
    private final SignUpLimits limits;
    private final FirstOperator operator;
    private final PasswordHashing hashing;
    private final PersonRows persons;
    private final AccountRows accounts;
    private final OpeningAccount opening;
    private final SignUpInvitationRows invitations;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    SigningUp(
            AccountProperties properties,
            NewAccountProperties newAccount,
            SignUpLimits limits,
            FirstOperator operator,
            PasswordHashing hashing,
            PersonRows persons,
            AccountRows accounts,
            OpeningAccount opening,
            SignUpInvitationRows invitations,
            TransactionTemplate transaction,
            InstantSource clock) {
        this.properties = properties;
        this.newAccount = newAccount;
        this.limits = limits;
        this.operator = operator;
        this.hashing = hashing;
        this.persons = persons;
        this.accounts = accounts;
        this.opening = opening;
        this.invitations = invitations;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Whether a stranger without an invitation may sign up, for pages that offer it or not. */
    public boolean open() {
        return !operator.exists() || properties.signUp() == SignUpMode.OPEN;
    }

    /** Whether nobody has signed up yet, so that the next one becomes the operator. */
    public boolean awaitsOperator() {
        return !operator.exists();
    }

    public SignedUp signUp(SignUp request, Origin origin) {
        String name = Text.name("name", request.name());
        EmailAddress email = EmailAddress.parse(request.email());
        String password = PasswordRules.check(request.password(), email, name);
        limits.take(origin);
        boolean first = !operator.exists();
        if (first) {
            operator.admitFirst(origin.thisMachine(), request.operatorToken());
        } else {
            refuseUninvited(request.invitation());
        }
        refuseTaken(email);
        NewOwner owner = new NewOwner(name, email, hashing.hash(password));
        return save(owner, first, request.invitation());
    }

    /** Chosen names and numbers may be taken by another sign-up in between: then choose again. */
    private SignedUp save(NewOwner owner, boolean first, @Nullable String invitation) {
        Slug slug = Slug.from(owner.name());
        for (int i = 1; ; i++) {
            AccountIdentity identity = identity(owner.name(), slug);
            try {
                return transaction.execute(_ -> save(owner, identity, first, invitation));
            } catch (DataIntegrityViolationException e) {
                refuseTaken(owner.email());
                if (i == TRIES) {
                    throw e;
                }
                slug = slug.another();
            }
        }
    }

    private SignedUp save(
            NewOwner owner, AccountIdentity identity, boolean first, @Nullable String invitation) {
        Instant now = clock.instant();
        Person person = new Person(PersonId.random(), owner.email(), owner.passwordHash(), now);
        persons.save(person);
        Account account = new Account(identity, newAccount.limits(), now);
        accounts.save(account);
        boolean operators = first && operator.claim(identity.id());
        if (operators) {
            account.becomeOperators();
        } else {
            useInvitation(invitation, owner.email(), now);
        }
        NewApiKey key = opening.open(account, person, now);
        return new SignedUp(identity, person.signedIn(), key, operators);
    }

    private void refuseUninvited(@Nullable String invitation) {
        boolean invited = invitation != null && !invitation.isBlank();
        switch (properties.signUp()) {
            case OPEN -> {}
            case INVITATION -> {
                if (!invited) {
                    throw closed("sign-up is by invitation: ask the operator for one");
                }
            }
            case CLOSED -> throw closed("sign-up is closed on this installation");
        }
    }

    /** Also for whoever came second to be first: what was waived for the first is asked here. */
    private void useInvitation(@Nullable String invitation, EmailAddress email, Instant now) {
        refuseUninvited(invitation);
        if (properties.signUp() != SignUpMode.INVITATION || invitation == null) {
            return;
        }
        byte[] hash = Sha256.of(invitation.strip());
        if (invitations.use(hash, now) != 1
                || invitations.findByTokenHash(hash).filter(i -> i.isFor(email)).isEmpty()) {
            throw OneTimeLink.dead();
        }
    }

    private void refuseTaken(EmailAddress email) {
        if (persons.existsByEmail(email.value())) {
            throw new RefusedException(
                    ErrorCode.EMAIL_TAKEN,
                    "email %s has signed up already: sign in, or reset the password"
                            .formatted(email.value()));
        }
    }

    private AccountIdentity identity(String name, Slug wanted) {
        Slug slug = wanted;
        while (accounts.existsBySlug(slug.value())) {
            slug = wanted.another();
        }
        String number = AccountNumber.random();
        while (accounts.existsByNumber(number)) {
            number = AccountNumber.random();
        }
        return new AccountIdentity(AccountId.random(), name, slug.value(), number);
    }

    private static RefusedException closed(String text) {
        return new RefusedException(ErrorCode.SIGN_UP_CLOSED, text);
    }

    private record NewOwner(String name, EmailAddress email, String passwordHash) {}
}
