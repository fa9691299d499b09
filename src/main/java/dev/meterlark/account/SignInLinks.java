package dev.meterlark.account;

import dev.meterlark.edge.SignInWay;
import dev.meterlark.edge.SignedIn;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Signing in by a link in a mail instead of a password. It works once and for a short time, and
 * what it opens is asked for a password or passkey again before dangerous steps.
 */
@Service
public class SignInLinks {

    private final SignInLinkRows links;
    private final PersonRows persons;
    private final Letters letters;
    private final Background background;
    private final SignInRecords records;
    private final TransactionTemplate transaction;
    private final AccountProperties properties;
    private final InstantSource clock;
    private final HourlyLimit perAddress;
    private final HourlyLimit perEmail;

    SignInLinks(
            SignInLinkRows links,
            PersonRows persons,
            Letters letters,
            Background background,
            SignInRecords records,
            TransactionTemplate transaction,
            AccountProperties properties,
            InstantSource clock) {
        this.links = links;
        this.persons = persons;
        this.letters = letters;
        this.background = background;
        this.records = records;
        this.transaction = transaction;
        this.properties = properties;
        this.clock = clock;
        this.perAddress = new HourlyLimit(properties.resetsPerAddress());
        this.perEmail = new HourlyLimit(properties.resetsPerAddress());
    }

    /** Whether the operator has set up mail; without it there are no such links. */
    public boolean offered() {
        return letters.configured();
    }

    /** Sends a link if there is such a person. Neither answer nor time tells whether there is. */
    public void request(@Nullable String email, Origin origin) {
        EmailAddress address = EmailAddress.parse(email);
        perAddress.take(HourlyLimit.keyOf(origin.address()), "sign-in links from your address");
        if (!letters.configured() || !perEmail.tryTake(address.value())) {
            return;
        }
        background.later("making a sign-in link", () -> mail(address));
    }

    /** Whether the link still works; looking does not use it up. */
    public boolean usable(@Nullable String token) {
        return usablePerson(token).isPresent();
    }

    /** Uses the link up. */
    public SignedIn use(@Nullable String token) {
        Person person = usablePerson(token).orElseThrow(OneTimeLink::dead);
        byte[] hash = Sha256.of(token == null ? "" : token.strip());
        Integer used = transaction.execute(_ -> links.use(hash, clock.instant()));
        if (used == null || used != 1) {
            throw OneTimeLink.dead();
        }
        records.signedIn(person.id(), SignInWay.LINK);
        return person.signedIn();
    }

    private Optional<Person> usablePerson(@Nullable String token) {
        if (token == null || !OneTimeToken.wellFormed(token.strip())) {
            return Optional.empty();
        }
        return links.findByTokenHash(Sha256.of(token.strip()))
                .flatMap(
                        link ->
                                persons.findById(link.person())
                                        .filter(p -> link.usable(p.signedIn(), clock.instant())));
    }

    private void mail(EmailAddress address) {
        transaction
                .execute(_ -> persons.findByEmail(address.value()).map(this::make))
                .ifPresent(link -> letters.signIn(address, link));
    }

    private OneTimeLink make(Person person) {
        Instant now = clock.instant();
        OneTimeToken token = OneTimeToken.make(OneTimeToken.Kind.SIGN_IN);
        Instant expiresAt = now.plus(properties.signInLinkLife());
        links.deleteOf(person.id());
        links.save(new SignInLink(person.signedIn(), token, now, expiresAt));
        return OneTimeLink.signIn(token, expiresAt);
    }
}
