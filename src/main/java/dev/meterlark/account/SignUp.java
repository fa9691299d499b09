package dev.meterlark.account;

import org.jspecify.annotations.Nullable;

/**
 * What somebody sends to sign up.
 *
 * @param name of the account
 * @param invitation the token that the operator gave, where sign-up is by invitation
 * @param operatorToken the token printed at start, for a first sign-up from another machine
 */
public record SignUp(
        @Nullable String name,
        @Nullable String email,
        @Nullable String password,
        @Nullable String invitation,
        @Nullable String operatorToken) {

    @Override
    public String toString() {
        return "SignUp[" + name + ", " + email + "]";
    }
}
