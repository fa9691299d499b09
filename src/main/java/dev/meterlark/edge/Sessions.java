package dev.meterlark.edge;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
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
    private static final String ID = "id";
    private static final String CONFIRMED = "confirmed";
    private static final String ACTING = "acting";
    private static final String LEFT = Sessions.class.getName() + ".left";

    private final Credentials credentials;
    private final SessionBook book;
    private final SessionProperties properties;
    private final InstantSource clock;

    Sessions(
            Credentials credentials,
            SessionBook book,
            SessionProperties properties,
            InstantSource clock) {
        this.credentials = credentials;
        this.book = book;
        this.properties = properties;
        this.clock = clock;
    }

    /** Begins a session of somebody who has just given or chosen the password. */
    public void begin(SignedIn person, HttpServletRequest request) {
        begin(person, SignInWay.PASSWORD, request);
    }

    /** Begins a session under a new id; what a session before it held is gone. */
    public void begin(SignedIn person, SignInWay way, HttpServletRequest request) {
        end(request);
        Instant now = clock.instant();
        String agent = request.getHeader(HttpHeaders.USER_AGENT);
        SessionBook.Begun begun =
                book.begin(
                        person,
                        way,
                        ClientAddress.of(request),
                        agent == null ? "" : agent,
                        goodUntil(now, now));
        HttpSession session = request.getSession(true);
        session.setAttribute(SIGNED_IN, person);
        session.setAttribute(SINCE, now);
        session.setAttribute(ID, begun.id());
        if (begun.confirmed()) {
            session.setAttribute(CONFIRMED, now);
        }
    }

    /** Goes on after the person's own change of password, under a new id. */
    public void renew(SignedIn person, HttpServletRequest request) {
        AccountId chosen = chosen(request);
        begin(person, SignInWay.PASSWORD, request);
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

    /**
     * The same in the midst of a session. What the person has shown lately was for the account that
     * is left: dangerous steps ask again. Forms that are open in other tabs are worth nothing, and
     * a stay in somebody else's account is left with it.
     */
    public void moveTo(AccountId account, HttpServletRequest request) {
        choose(account, request);
        stopActing(request);
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.removeAttribute(CONFIRMED);
        }
    }

    /** Ends the session on the server: its cookie is worth nothing from now on. */
    public void end(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            if (session.getAttribute(ID) instanceof SessionId id) {
                book.end(id);
            }
            session.invalidate();
        }
    }

    /** By which the session is written down; empty when nobody is signed in. */
    public Optional<SessionId> id(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session == null
                ? Optional.empty()
                : Optional.ofNullable((SessionId) session.getAttribute(ID));
    }

    /**
     * The person has shown again that it is them, which holds for a while. The session goes on
     * under a new id, and forms in other tabs stay good.
     */
    public void confirm(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            request.changeSessionId();
            session.setAttribute(CONFIRMED, clock.instant());
        }
    }

    /** The identity provider has asked the person again; passkeys, where there are, are wanted. */
    public void confirmByProvider(SignedIn person, HttpServletRequest request) {
        if (!book.confirms(person, new Proof.OfProvider())) {
            throw ConfirmationWanted.again("your passkey is what dangerous steps ask for");
        }
        confirm(request);
    }

    /** Whether the person has shown lately that it is them. */
    public boolean confirmed(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        Instant at = session == null ? null : (Instant) session.getAttribute(CONFIRMED);
        return at != null && clock.instant().isBefore(at.plus(properties.confirmationHolds()));
    }

    /** The operator's next requests are in that account, until its time is over. */
    public void act(Acting acting, HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.setAttribute(ACTING, acting);
        }
    }

    /** Empty when it was never begun, has been stopped, or its time is over. */
    public Optional<Acting> acting(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null
                        && session.getAttribute(ACTING) instanceof Acting acting
                        && clock.instant().isBefore(acting.until())
                ? Optional.of(acting)
                : Optional.empty();
    }

    public void stopActing(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.removeAttribute(ACTING);
        }
    }

    /**
     * What stays the same in a session when its cookie changes, as long as it is in one account: a
     * form of one account's page is never sent in another, nor one of a stay outside of it.
     */
    static String lasting(HttpSession session) {
        String id =
                session.getAttribute(ID) instanceof SessionId known
                        ? known.toString()
                        : session.getId();
        String own =
                session.getAttribute(ACCOUNT) instanceof AccountId chosen ? id + " " + chosen : id;
        return session.getAttribute(ACTING) instanceof Acting acting
                ? own + " in " + acting.id()
                : own;
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
                goesOn(request)
                        ? callerOf(person.get(), request).map(own -> elsewhere(own, request))
                        : Optional.empty();
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

    /**
     * Whether this request found that a stay in somebody else's account is over. What it was to
     * change there must not be changed in the operator's own.
     */
    static boolean leftJustNow(HttpServletRequest request) {
        return request.getAttribute(LEFT) != null;
    }

    /** Only for who is the operator at this request, too; a stay that is over is forgotten. */
    private Caller elsewhere(Caller own, HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null || session.getAttribute(ACTING) == null) {
            return own;
        }
        Optional<Caller> there =
                acting(request)
                        .filter(acting -> own.may(Permission.OPERATE))
                        .flatMap(acting -> credentials.acting(own, acting.id()));
        if (there.isEmpty()) {
            stopActing(request);
            request.setAttribute(LEFT, true);
        }
        return there.orElse(own);
    }

    private boolean goesOn(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        Instant since = session == null ? null : (Instant) session.getAttribute(SINCE);
        Optional<SessionId> id = id(request);
        Instant now = clock.instant();
        return since != null
                && id.isPresent()
                && !now.isAfter(since.plus(properties.longest()))
                && book.goesOn(id.get(), goodUntil(since, now));
    }

    private Instant goodUntil(Instant since, Instant now) {
        Instant idle = now.plus(properties.idle());
        Instant longest = since.plus(properties.longest());
        return idle.isBefore(longest) ? idle : longest;
    }

    private static @Nullable AccountId chosen(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session == null ? null : (AccountId) session.getAttribute(ACCOUNT);
    }
}
