package dev.meterlark.edge;

import static dev.meterlark.edge.EdgeModule.KnownPeople.PASSWORD;

import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Sessions as long as a test runs; one person's password is known. */
class SessionsInMemory implements SessionBook {

    private final Set<SessionId> open = ConcurrentHashMap.newKeySet();

    @Override
    public Begun begin(
            SignedIn person, SignInWay way, ClientAddress from, String agent, Instant goodUntil) {
        SessionId id = SessionId.random();
        open.add(id);
        return new Begun(id, way != SignInWay.LINK);
    }

    @Override
    public boolean goesOn(SessionId session, Instant goodUntil) {
        return open.contains(session);
    }

    @Override
    public void end(SessionId session) {
        open.remove(session);
    }

    @Override
    public boolean confirms(SignedIn person, Proof proof) {
        return proof.equals(new Proof.OfPassword(PASSWORD));
    }

    void endAll() {
        open.clear();
    }
}
