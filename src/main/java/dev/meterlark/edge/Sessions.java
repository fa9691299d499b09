package dev.meterlark.edge;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Who is signed in to the console. A session holds the sign-in and the chosen account, never a
 * right: the caller is found anew on each request.
 */
@Component
public class Sessions {

    private static final String SIGNED_IN = "signedIn";
    private static final String SINCE = "since";
    private static final String ACCOUNT = "account";

    private final Credentials credentials;
    private final SessionProperties properties;
    private final InstantSource clock;

    Sessions(Credentials credentials, SessionProperties properties, InstantSource clock) {
        this.credentials = credentials;
        this.properties = properties;
        this.clock = clock;
    }

    /** Begins a session under a new id; what a session before it held is gone. */
    public void begin(SignedIn person, HttpServletRequest request) {
        end(request);
        HttpSession session = request.getSession(true);
        session.setAttribute(SIGNED_IN, person);
        session.setAttribute(SINCE, clock.instant());
    }

    /** Goes on after the person's own change of password, under a new id. */
    public void renew(SignedIn person, HttpServletRequest request) {
        AccountId chosen = chosen(request);
        begin(person, request);
        if (chosen != null) {
            choose(chosen, request);
        }
    }

    /** The account that the next requests are in, if the person is a member of it. */
    public void choose(AccountId account, HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.setAttribute(ACCOUNT, account);
        }
    }

    /** Ends the session on the server: its cookie is worth nothing from now on. */
    public void end(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    public Optional<SignedIn> signedIn(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session == null
                ? Optional.empty()
                : Optional.ofNullable((SignedIn) session.getAttribute(SIGNED_IN));
    }

    /** The caller behind the session; a session that is worth nothing any more is ended. */
    Optional<Caller> caller(HttpServletRequest request) {
        Optional<SignedIn> person = signedIn(request);
        if (person.isEmpty()) {
            return Optional.empty();
        }
        Optional<Caller> caller =
                tooOld(request) ? Optional.empty() : callerOf(person.get(), request);
        if (caller.isEmpty()) {
            end(request);
        }
        return caller;
    }

    /** Whoever was removed from the chosen account goes on in another of theirs. */
    private Optional<Caller> callerOf(SignedIn person, HttpServletRequest request) {
        AccountId chosen = chosen(request);
        return chosen == null
                ? credentials.ofPerson(person, null)
                : credentials.ofPerson(person, chosen).or(() -> credentials.ofPerson(person, null));
    }

    private boolean tooOld(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        Instant since = session == null ? null : (Instant) session.getAttribute(SINCE);
        return since == null || clock.instant().isAfter(since.plus(properties.longest()));
    }

    private static @Nullable AccountId chosen(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session == null ? null : (AccountId) session.getAttribute(ACCOUNT);
    }
}
