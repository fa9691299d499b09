package dev.meterlark.edge;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Lets nobody through to a dangerous step who has not shown lately that it is them. The password
 * may come with the step's own form, so that nothing of it has to be kept or typed again.
 */
@Component
public class Confirming {

    private final Sessions sessions;
    private final SessionBook book;
    private final SignInThrottle throttle;

    Confirming(Sessions sessions, SessionBook book, SignInThrottle throttle) {
        this.sessions = sessions;
        this.book = book;
        this.throttle = throttle;
    }

    /**
     * @throws ConfirmationWanted when that has to be shown first
     */
    public void require(HttpServletRequest request) {
        if (sessions.confirmed(request)) {
            return;
        }
        SignedIn person =
                sessions.signedIn(request)
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                ErrorCode.FORBIDDEN,
                                                "This is for people who are signed in."));
        Proof proof = proof(request);
        if (proof == null) {
            throw ConfirmationWanted.first();
        }
        ClientAddress address = ClientAddress.of(request);
        if (!throttle.admits(person.person().toString(), address)) {
            throw ConfirmationWanted.again("too many attempts: wait a minute, then try again");
        }
        if (!book.confirms(person, proof)) {
            throw ConfirmationWanted.again(failure(proof));
        }
        throttle.succeeded(person.person().toString(), address);
        sessions.confirm(request);
    }

    private static String failure(Proof proof) {
        return switch (proof) {
            case Proof.OfPassword _ -> "the password is not right";
            case Proof.OfProvider _ -> "the single sign-on is not enough where there are passkeys";
            case Proof.OfPasskey _ -> "the passkey was not taken: try again";
        };
    }

    /** Only from a body: an address is kept in histories and logs. */
    private static @Nullable Proof proof(HttpServletRequest request) {
        String query = request.getQueryString();
        if (!request.getMethod().equals("POST")
                || (query != null && query.contains("confirmation-"))) {
            return null;
        }
        String response = request.getParameter(ConfirmationWanted.PASSKEY);
        String ticket = request.getParameter(ConfirmationWanted.TICKET);
        if (response != null && !response.isEmpty() && ticket != null) {
            return new Proof.OfPasskey(ticket, response, Site.of(request));
        }
        String password = request.getParameter(ConfirmationWanted.PASSWORD);
        return password == null || password.length() > SigningIn.LONGEST_PASSWORD
                ? null
                : new Proof.OfPassword(password);
    }
}
