package dev.meterlark.account;

import dev.meterlark.edge.SignedIn;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * New passwords: by whoever knows the old one, or by a link that works once, for an hour, and dies
 * with any other change of the credentials. Every change ends the person's other sessions.
 */
@Service
public class Passwords {

    private final PersonRows persons;
    private final PasswordResetRows resets;
    private final OwnRecords records;
    private final PasswordHashing hashing;
    private final Letters letters;
    private final Background background;
    private final TransactionTemplate transaction;
    private final AccountProperties properties;
    private final InstantSource clock;
    private final HourlyLimit perAddress;
    private final HourlyLimit perEmail;
    private final HourlyLimit tries;

    Passwords(
            PersonRows persons,
            PasswordResetRows resets,
            OwnRecords records,
            PasswordHashing hashing,
            Letters letters,
            Background background,
            TransactionTemplate transaction,
            AccountProperties properties,
            InstantSource clock) {
        this.persons = persons;
        this.resets = resets;
        this.records = records;
        this.hashing = hashing;
        this.letters = letters;
        this.background = background;
        this.transaction = transaction;
        this.properties = properties;
        this.clock = clock;
        this.perAddress = new HourlyLimit(properties.resetsPerAddress());
        this.perEmail = new HourlyLimit(properties.resetsPerAddress());
        this.tries = new HourlyLimit(30);
    }

    /** Whether {@link #requestReset} can send anything; until then the operator issues links. */
    public boolean mailConfigured() {
        return letters.configured();
    }

    /** Sends a link if there is such a person. Neither answer nor time tells whether there is. */
    public void requestReset(@Nullable String email, Origin origin) {
        EmailAddress address = EmailAddress.parse(email);
        perAddress.take(HourlyLimit.keyOf(origin.address()), "password resets from your address");
        if (!letters.configured() || !perEmail.tryTake(address.value())) {
            return;
        }
        background.later("making a password reset", () -> mailReset(address));
    }

    /** For the operator to hand on by other means. */
    public OneTimeLink issueReset(Caller operator, @Nullable String email) {
        EmailAddress address = EmailAddress.parse(email);
        return transaction.execute(
                _ -> {
                    Person person =
                            persons.findByEmail(address.value())
                                    .orElseThrow(
                                            () ->
                                                    new RefusedException(
                                                            ErrorCode.NOT_FOUND,
                                                            "nobody has signed up as "
                                                                    + address.value()));
                    OneTimeLink link = reset(person);
                    records.tellOfOperator(
                            operator,
                            person.id(),
                            "password-reset.issued",
                            Map.of("email", address.value()));
                    return link;
                });
    }

    /** Whether the link still works; looking does not use it up. */
    public boolean resettable(@Nullable String token) {
        return token != null && OneTimeToken.wellFormed(token.strip()) && usable(token) != null;
    }

    /** Uses the link up, unless the new password is refused. */
    public void reset(@Nullable String token, @Nullable String newPassword) {
        if (token == null || !OneTimeToken.wellFormed(token.strip())) {
            throw OneTimeLink.dead();
        }
        Person person = usable(token);
        if (person == null) {
            throw OneTimeLink.dead();
        }
        String hash = hashing.hash(check(newPassword, person));
        byte[] tokenHash = Sha256.of(token.strip());
        transaction.executeWithoutResult(
                _ -> {
                    if (resets.use(tokenHash, clock.instant()) != 1) {
                        throw OneTimeLink.dead();
                    }
                    Person current = persons.findById(person.id()).orElseThrow();
                    boolean fits =
                            resets.findByTokenHash(tokenHash)
                                    .filter(r -> r.fits(current.signedIn()))
                                    .isPresent();
                    if (!fits) {
                        throw OneTimeLink.dead();
                    }
                    current.changePassword(hash);
                    records.tell(current.id(), "person.password-reset");
                });
    }

    /**
     * @return what the session that made the change goes on with; every other one ends
     */
    public SignedIn change(
            SignedIn signedIn, @Nullable String oldPassword, @Nullable String newPassword) {
        tries.take(signedIn.person().toString(), "changes of your password");
        Person person =
                persons.findById(signedIn.person())
                        .filter(p -> p.signedIn().equals(signedIn))
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                ErrorCode.UNAUTHENTICATED, "sign in again"));
        if (!hashing.matches(oldPassword == null ? "" : oldPassword, person.passwordHash())) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID, "the present password is not right");
        }
        String hash = hashing.hash(check(newPassword, person));
        return transaction.execute(
                _ -> {
                    Person current = persons.findById(person.id()).orElseThrow();
                    current.changePassword(hash);
                    records.tell(current.id(), "person.password-changed");
                    return current.signedIn();
                });
    }

    private static String check(@Nullable String password, Person person) {
        return PasswordRules.check(password, EmailAddress.parse(person.email()), null);
    }

    private @Nullable Person usable(String token) {
        return resets.findByTokenHash(Sha256.of(token.strip()))
                .flatMap(
                        r ->
                                persons.findById(r.person())
                                        .filter(p -> r.usable(p.signedIn(), clock.instant())))
                .orElse(null);
    }

    private void mailReset(EmailAddress address) {
        transaction
                .execute(_ -> persons.findByEmail(address.value()).map(this::reset))
                .ifPresent(link -> letters.resetPassword(address, link));
    }

    private OneTimeLink reset(Person person) {
        Instant now = clock.instant();
        OneTimeToken token = OneTimeToken.make(OneTimeToken.Kind.PASSWORD_RESET);
        Instant expiresAt = now.plus(properties.passwordResetLife());
        resets.save(new PasswordReset(person.signedIn(), token, now, expiresAt));
        return OneTimeLink.passwordReset(token, expiresAt);
    }
}
