package dev.meterlark.account;

import dev.meterlark.edge.ClientAddress;
import dev.meterlark.edge.Proof;
import dev.meterlark.edge.SessionBook;
import dev.meterlark.edge.SessionId;
import dev.meterlark.edge.SignInWay;
import dev.meterlark.edge.SignedIn;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.PersonId;
import dev.meterlark.shared.RefusedException;

import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Where people are signed in. Ending a session holds from its next request on, on every node. Of
 * more sessions than a person may have the oldest ends.
 */
@Service
public class PersonSessions implements SessionBook {

    private static final Duration SEEN_WITHIN = Duration.ofMinutes(1);

    private final PersonSessionRows sessions;
    private final PersonRows persons;
    private final PasskeyRows passkeys;
    private final Passkeys showing;
    private final PasswordHashing hashing;
    private final OwnRecords records;
    private final TransactionTemplate transaction;
    private final AccountProperties properties;
    private final InstantSource clock;

    PersonSessions(
            PersonSessionRows sessions,
            PersonRows persons,
            PasskeyRows passkeys,
            Passkeys showing,
            PasswordHashing hashing,
            OwnRecords records,
            TransactionTemplate transaction,
            AccountProperties properties,
            InstantSource clock) {
        this.sessions = sessions;
        this.persons = persons;
        this.passkeys = passkeys;
        this.showing = showing;
        this.hashing = hashing;
        this.records = records;
        this.transaction = transaction;
        this.properties = properties;
        this.clock = clock;
    }

    /** Those that go on, the newest first. */
    public List<SessionView> of(SignedIn person) {
        return sessions.openOf(person.person(), clock.instant(), most()).stream()
                .map(PersonSession::view)
                .toList();
    }

    /** Ends one of the person's own. */
    public void end(SignedIn person, SessionId session) {
        transaction.executeWithoutResult(
                _ -> {
                    RowId row = new RowId(session.value());
                    if (sessions.endOf(person.person(), row, clock.instant()) != 1) {
                        throw new RefusedException(
                                ErrorCode.NOT_FOUND, "there is no such session of yours");
                    }
                    records.tell(person.person(), "person.session-ended");
                });
    }

    /**
     * Ends all of the person's own but this one.
     *
     * @return how many those were
     */
    public int endOthers(SignedIn person, SessionId kept) {
        Integer ended =
                transaction.execute(
                        _ -> {
                            RowId row = new RowId(kept.value());
                            int others = sessions.endOthers(person.person(), row, clock.instant());
                            if (others > 0) {
                                records.tell(person.person(), "person.sessions-ended");
                            }
                            return others;
                        });
        return ended == null ? 0 : ended;
    }

    @Override
    public Begun begin(
            SignedIn person, SignInWay way, ClientAddress from, String agent, Instant goodUntil) {
        SessionId id = SessionId.random();
        Instant now = clock.instant();
        transaction.executeWithoutResult(
                _ -> {
                    PersonId whose = person.person();
                    sessions.forgetOver(whose, now);
                    endOldest(whose, now);
                    sessions.save(new PersonSession(id, whose, way, from, agent, now, goodUntil));
                });
        return new Begun(id, confirms(person, way));
    }

    @Override
    public boolean goesOn(SessionId session, Instant goodUntil) {
        Instant now = clock.instant();
        RowId row = new RowId(session.value());
        PersonSession found = sessions.findById(row).orElse(null);
        if (found == null || !found.open()) {
            return false;
        }
        Instant before = now.minus(SEEN_WITHIN);
        if (found.seenBefore(before)) {
            transaction.executeWithoutResult(_ -> sessions.seen(row, now, goodUntil, before));
        }
        return true;
    }

    @Override
    public void end(SessionId session) {
        transaction.executeWithoutResult(
                _ -> sessions.end(new RowId(session.value()), clock.instant()));
    }

    @Override
    public boolean confirms(SignedIn person, Proof proof) {
        return switch (proof) {
            case Proof.OfPassword(String password) ->
                    hasPassword(person, password) && !passkeys.existsByPerson(person.person());
            case Proof.OfProvider _ -> !passkeys.existsByPerson(person.person());
            case Proof.OfPasskey passkey -> showing.confirms(person, passkey);
        };
    }

    private boolean hasPassword(SignedIn signedIn, String password) {
        String hash =
                persons.findById(signedIn.person())
                        .filter(person -> person.signedIn().equals(signedIn))
                        .map(Person::passwordHash)
                        .orElse(null);
        return hashing.matches(password, hash);
    }

    /** Who came by a link has shown the mailbox alone, which may be open on a table. */
    private boolean confirms(SignedIn person, SignInWay way) {
        return switch (way) {
            case PASSKEY -> true;
            case PASSWORD, PROVIDER -> !passkeys.existsByPerson(person.person());
            case LINK -> false;
        };
    }

    private void endOldest(PersonId person, Instant now) {
        List<PersonSession> open = sessions.openOf(person, now, most());
        if (open.size() >= properties.sessionsPerPerson()) {
            sessions.end(new RowId(open.getLast().id().value()), now);
        }
    }

    private Limit most() {
        return Limit.of(properties.sessionsPerPerson());
    }
}
