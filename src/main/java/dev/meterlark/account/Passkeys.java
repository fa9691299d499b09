package dev.meterlark.account;

import dev.meterlark.edge.Proof;
import dev.meterlark.edge.SignInWay;
import dev.meterlark.edge.SignedIn;
import dev.meterlark.edge.Site;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.PersonId;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Passkeys of people. One signs in by itself, without e-mail and password; whoever has one shows it
 * before dangerous steps, where the password is not enough then.
 */
@Service
public class Passkeys {

    private final PasskeyRows passkeys;
    private final PersonRows persons;
    private final PasskeyTickets tickets;
    private final PasskeyOptions options;
    private final PasskeyProofs proofs;
    private final OwnRecords records;
    private final SignInRecords signIns;
    private final TransactionTemplate transaction;
    private final AccountProperties properties;
    private final InstantSource clock;

    Passkeys(
            PasskeyRows passkeys,
            PersonRows persons,
            PasskeyTickets tickets,
            PasskeyOptions options,
            PasskeyProofs proofs,
            OwnRecords records,
            SignInRecords signIns,
            TransactionTemplate transaction,
            AccountProperties properties,
            InstantSource clock) {
        this.passkeys = passkeys;
        this.persons = persons;
        this.tickets = tickets;
        this.options = options;
        this.proofs = proofs;
        this.records = records;
        this.signIns = signIns;
        this.transaction = transaction;
        this.properties = properties;
        this.clock = clock;
    }

    /** The oldest first. */
    public List<PasskeyView> of(SignedIn person) {
        return passkeys.ofPerson(person.person()).stream().map(Passkey::view).toList();
    }

    /** For a page that offers to sign in with one, whosever. */
    public PasskeyChallenge toSignIn(Site site) {
        var ticket = tickets.make(signIn(site));
        return new PasskeyChallenge(
                options.toShow(site, ticket.challenge(), List.of()), ticket.text());
    }

    /** For a page that asks for one again. */
    public PasskeyChallenge toConfirm(SignedIn person, Site site) {
        var ticket = tickets.make(confirmation(person, site));
        List<Passkey> theirs = passkeys.ofPerson(person.person());
        return new PasskeyChallenge(
                options.toShow(site, ticket.challenge(), theirs), ticket.text());
    }

    /** For a page that offers to make one. */
    public PasskeyChallenge toAdd(SignedIn signedIn, Site site) {
        Person person = person(signedIn);
        var ticket = tickets.make(addition(signedIn, site));
        List<Passkey> theirs = passkeys.ofPerson(person.id());
        return new PasskeyChallenge(
                options.toMake(site, ticket.challenge(), person, theirs), ticket.text());
    }

    /**
     * @param response what the browser made of {@link #toAdd}
     */
    public void add(
            SignedIn signedIn, Site site, String ticket, @Nullable String name, String response) {
        Person person = person(signedIn);
        String called = Text.name("name", name);
        PasskeyProofs.Made made =
                tickets.use(ticket, addition(signedIn, site))
                        .flatMap(challenge -> proofs.made(response, site, challenge))
                        .orElseThrow(Passkeys::notTaken);
        try {
            transaction.executeWithoutResult(_ -> save(person, called, made));
        } catch (DataIntegrityViolationException e) {
            throw new RefusedException(
                    ErrorCode.CONFLICT, "this passkey is somebody's already", null, e);
        }
    }

    /** Its next use is refused. */
    public void remove(SignedIn person, UUID id) {
        transaction.executeWithoutResult(
                _ -> {
                    Passkey passkey =
                            passkeys.findByPersonAndId(person.person(), new RowId(id))
                                    .orElseThrow(
                                            () ->
                                                    new RefusedException(
                                                            ErrorCode.NOT_FOUND,
                                                            "there is no such passkey of yours"));
                    passkeys.delete(passkey);
                    records.tell(
                            person.person(),
                            "person.passkey-removed",
                            Map.of("name", passkey.view().name()));
                });
    }

    /**
     * For somebody who lost all of theirs and cannot show one to remove them.
     *
     * @return how many those were
     */
    public int forgetAll(Caller operator, @Nullable String email) {
        EmailAddress address = EmailAddress.parse(email);
        Integer gone = transaction.execute(_ -> forget(operator, address));
        return gone == null ? 0 : gone;
    }

    /** The person whose passkey answered {@link #toSignIn}. */
    public Optional<SignedIn> signIn(Site site, String ticket, String response) {
        return tickets.use(ticket, signIn(site))
                .flatMap(challenge -> shown(site, challenge, response))
                .flatMap(persons::findById)
                .map(
                        person -> {
                            signIns.signedIn(person.id(), SignInWay.PASSKEY);
                            return person.signedIn();
                        });
    }

    /** Whether a passkey of that very person answered {@link #toConfirm}. */
    boolean confirms(SignedIn person, Proof.OfPasskey proof) {
        return tickets.use(proof.ticket(), confirmation(person, proof.site()))
                .flatMap(challenge -> shown(proof.site(), challenge, proof.response()))
                .filter(person.person()::equals)
                .isPresent();
    }

    private Optional<PersonId> shown(Site site, byte[] challenge, String response) {
        Optional<PasskeyProofs.Said> said = proofs.said(response);
        return said.flatMap(
                is -> transaction.execute(_ -> verified(site, challenge, response, is)));
    }

    private Optional<PersonId> verified(
            Site site, byte[] challenge, String response, PasskeyProofs.Said said) {
        Optional<Passkey> found =
                passkeys.findByCredentialId(said.credentialId()).filter(key -> fits(key, said));
        Optional<Long> count = found.flatMap(key -> proofs.shown(response, site, challenge, key));
        count.ifPresent(uses -> found.get().used(uses, clock.instant()));
        return count.flatMap(_ -> found.map(Passkey::person));
    }

    private static boolean fits(Passkey passkey, PasskeyProofs.Said said) {
        return said.userHandle().length == 0
                || Arrays.equals(said.userHandle(), PasskeyOptions.handle(passkey.person()));
    }

    private void save(Person person, String name, PasskeyProofs.Made made) {
        int has = passkeys.ofPerson(person.id()).size();
        if (has >= properties.passkeysPerPerson()) {
            throw new RefusedException(
                    ErrorCode.LIMIT_REACHED,
                    "you have %d passkeys, as many as one may; remove one first".formatted(has));
        }
        passkeys.save(new Passkey(person.id(), name, made, clock.instant()));
        records.tell(person.id(), "person.passkey-added", Map.of("name", name));
    }

    private int forget(Caller operator, EmailAddress address) {
        Person person =
                persons.findByEmail(address.value())
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                ErrorCode.NOT_FOUND,
                                                "nobody has signed up as " + address.value()));
        List<Passkey> theirs = passkeys.ofPerson(person.id());
        theirs.forEach(passkeys::delete);
        records.tellOfOperator(
                operator,
                person.id(),
                "person.passkeys-forgotten",
                Map.of("email", address.value(), "passkeys", theirs.size()));
        return theirs.size();
    }

    private Person person(SignedIn signedIn) {
        return persons.findById(signedIn.person())
                .filter(p -> p.signedIn().equals(signedIn))
                .orElseThrow(
                        () -> new RefusedException(ErrorCode.UNAUTHENTICATED, "sign in again"));
    }

    private static RefusedException notTaken() {
        return new RefusedException(
                ErrorCode.REQUEST_INVALID,
                "the passkey was not taken: it took too long, or was made for another page; try"
                        + " again");
    }

    private static String signIn(Site site) {
        return "sign-in:" + site.host();
    }

    private static String confirmation(SignedIn person, Site site) {
        return "confirm:" + person.person() + ":" + site.host();
    }

    private static String addition(SignedIn person, Site site) {
        return "add:" + person.person() + ":" + site.host();
    }
}
