package dev.meterlark.account;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import java.time.Instant;

/**
 * A link that works once. It is shown once, to hand on, unless it went out by mail.
 *
 * @param token what the link carries
 * @param path of the console's page, with the token: {@code /invitation?token=…} or {@code
 *     /password-reset?token=…}
 */
public record OneTimeLink(String token, String path, Instant expiresAt) {

    static OneTimeLink invitation(OneTimeToken token, Instant expiresAt) {
        return new OneTimeLink(token.text(), "/invitation?token=" + token.text(), expiresAt);
    }

    static OneTimeLink signUp(OneTimeToken token, Instant expiresAt) {
        return new OneTimeLink(token.text(), "/sign-up?invitation=" + token.text(), expiresAt);
    }

    static OneTimeLink passwordReset(OneTimeToken token, Instant expiresAt) {
        return new OneTimeLink(token.text(), "/password-reset?token=" + token.text(), expiresAt);
    }

    static OneTimeLink signIn(OneTimeToken token, Instant expiresAt) {
        return new OneTimeLink(token.text(), "/sign-in/link?token=" + token.text(), expiresAt);
    }

    /** The same for unknown, used and expired ones: it tells a guesser nothing. */
    static RefusedException dead() {
        return new RefusedException(
                ErrorCode.LINK_DEAD,
                "this one-time link is unknown, used or expired; ask for a new one");
    }

    @Override
    public String toString() {
        return "OneTimeLink[until " + expiresAt + "]";
    }
}
