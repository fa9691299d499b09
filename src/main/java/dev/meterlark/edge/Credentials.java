package dev.meterlark.edge;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * Who someone is: asked on every request, so that a change of rights holds from the next one on.
 */
public interface Credentials {

    /**
     * The caller behind a bearer token, if the key exists, is not revoked, and its account is open.
     */
    Optional<Caller> byToken(String token);

    /**
     * The caller and the secret behind the id of a key, on the same conditions: for requests that
     * are signed.
     */
    Optional<SigningCaller> bySigningKey(String keyId);

    /**
     * What {@link #byToken} answers, if that is known without asking a database; empty says
     * nothing. Never blocks.
     */
    default Optional<Caller> byTokenAtOnce(String token) {
        return Optional.empty();
    }

    /**
     * What {@link #bySigningKey} answers, if that is known without asking a database; empty says
     * nothing. Never blocks.
     */
    default Optional<SigningCaller> bySigningKeyAtOnce(String keyId) {
        return Optional.empty();
    }

    /**
     * The person behind e-mail and password. Takes the same time whether the person exists or not.
     *
     * @param password is not kept
     */
    Optional<SignedIn> signIn(String email, String password);

    /**
     * The caller that a signed-in person is in an account; in the first of the person's accounts
     * when none was chosen. Empty when the person or the membership is gone, the account is not
     * open, or the person's password has changed since that sign-in.
     */
    Optional<Caller> ofPerson(SignedIn person, @Nullable AccountId chosen);

    /**
     * The operator in somebody else's account: an owner's caller of that account but for members,
     * keys and payment, so that nothing outlasts it, and with no permission that the operator's
     * credentials lack. Empty when the stay is over or somebody else's, or the account is not open.
     *
     * @param operator as of this request, with the operator's permission
     */
    default Optional<Caller> acting(Caller operator, ActingId stay) {
        return Optional.empty();
    }
}
