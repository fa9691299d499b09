package dev.meterlark.edge;

import java.time.Instant;

/**
 * Where the sessions of people are written down, so that they can be listed, and ended from another
 * one on whichever node they are.
 */
public interface SessionBook {

    /**
     * Writes down a session that begins.
     *
     * @param agent what the browser calls itself
     * @param goodUntil when it ends unless something is asked in it
     */
    Begun begin(
            SignedIn person, SignInWay way, ClientAddress from, String agent, Instant goodUntil);

    /**
     * Whether nobody has ended it; asked on each of its requests. Notes, about, that it is used.
     */
    boolean goesOn(SessionId session, Instant goodUntil);

    void end(SessionId session);

    /**
     * Whether this shows, in a session of that person, that it still is them: never by a password
     * where they have a passkey, which is the second factor then.
     */
    boolean confirms(SignedIn person, Proof proof);

    /**
     * A session that has begun.
     *
     * @param confirmed whether the sign-in showed all that dangerous steps ask for
     */
    record Begun(SessionId id, boolean confirmed) {}
}
