package dev.meterlark.account;

import dev.meterlark.edge.SignInWay;
import dev.meterlark.edge.SignedIn;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.PersonId;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Who is behind an identity that a provider has proven. That a provider names an e-mail address
 * gives nobody the person who has signed up with it: whoever signed up first may not be who reads
 * that mail. Such a person connects the identity from a session of theirs.
 */
@Service
public class ProviderSignIns {

    private final ProviderIdentityRows identities;
    private final PersonRows persons;
    private final SigningUp signingUp;
    private final OwnRecords records;
    private final SignInRecords signIns;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    ProviderSignIns(
            ProviderIdentityRows identities,
            PersonRows persons,
            SigningUp signingUp,
            OwnRecords records,
            SignInRecords signIns,
            TransactionTemplate transaction,
            InstantSource clock) {
        this.identities = identities;
        this.persons = persons;
        this.signingUp = signingUp;
        this.records = records;
        this.signIns = signIns;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** The person, who is new and gets an account where everybody may sign up. */
    public SignedIn signIn(ProvenIdentity proven, Origin origin) {
        SignedIn person = known(proven).orElseGet(() -> signUp(proven, origin));
        signIns.signedIn(person.person(), SignInWay.PROVIDER);
        return person;
    }

    /** Whether it is that person. */
    public boolean isOf(SignedIn person, ProvenIdentity proven) {
        return known(proven).filter(person::equals).isPresent();
    }

    public boolean connected(SignedIn person, String issuer) {
        return identities.existsByPersonAndIssuer(person.person(), issuer);
    }

    /** From now on the identity signs this person in. */
    public void connect(SignedIn person, ProvenIdentity proven) {
        if (isOf(person, proven)) {
            return;
        }
        try {
            transaction.executeWithoutResult(_ -> link(person.person(), proven));
        } catch (DataIntegrityViolationException e) {
            throw new RefusedException(
                    ErrorCode.CONFLICT,
                    "this identity is connected with another person here",
                    null,
                    e);
        }
    }

    public void disconnect(SignedIn person, String issuer) {
        transaction.executeWithoutResult(
                _ -> {
                    if (identities.deleteOf(person.person(), issuer) > 0) {
                        records.tell(person.person(), "person.provider-disconnected");
                    }
                });
    }

    private Optional<SignedIn> known(ProvenIdentity proven) {
        return identities
                .findByIssuerAndSubject(proven.issuer(), proven.subject())
                .flatMap(identity -> persons.findById(identity.person()))
                .map(Person::signedIn);
    }

    /** The password is one that nobody knows; a reset makes it the person's. */
    private SignedIn signUp(ProvenIdentity proven, Origin origin) {
        EmailAddress email = EmailAddress.parse(vouchedFor(proven.email()));
        if (persons.existsByEmail(email.value())) {
            throw new RefusedException(
                    ErrorCode.EMAIL_TAKEN,
                    "%s has signed up here before: sign in as then, and connect the single sign-on under Security"
                            .formatted(email.value()));
        }
        if (signingUp.awaitsOperator() || !signingUp.open()) {
            throw new RefusedException(
                    ErrorCode.SIGN_UP_CLOSED,
                    "%s has no sign-in here yet: ask for an invitation, accept it, and connect the single sign-on under Security"
                            .formatted(email.value()));
        }
        String password = RandomText.base62(40);
        SignUp request = new SignUp(name(proven, email), email.value(), password, null, null);
        SignedIn person = signingUp.signUp(request, origin).owner();
        connect(person, proven);
        return person;
    }

    private static String vouchedFor(@Nullable String email) {
        if (email == null) {
            throw new RefusedException(
                    ErrorCode.FORBIDDEN,
                    "the identity provider vouches for no e-mail address of yours, and without one"
                            + " nobody can sign up");
        }
        return email;
    }

    private static String name(ProvenIdentity proven, EmailAddress email) {
        String name = proven.name();
        return name == null || name.isBlank()
                ? email.value().substring(0, email.value().indexOf('@'))
                : Text.shown(name).strip();
    }

    private void link(PersonId person, ProvenIdentity proven) {
        identities.save(new ProviderIdentity(person, proven, clock.instant()));
        records.tell(
                person, "person.provider-connected", Map.of("issuer", Text.shown(proven.issuer())));
    }
}
