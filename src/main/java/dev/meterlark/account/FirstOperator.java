package dev.meterlark.account;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Whose the installation becomes: the first account's, if its sign-up comes from this machine or
 * brings the token printed at start. Whoever merely connects first must not own it.
 */
@Component
class FirstOperator {

    private final InstallationRow installation;

    /** Goes from false to true once and never back. */
    private volatile boolean settled;

    FirstOperator(InstallationRow installation) {
        this.installation = installation;
    }

    /**
     * Until there is an operator each start makes a new token, as only the hash is kept. Printed
     * rather than logged: a log file would keep it.
     */
    @EventListener(ApplicationReadyEvent.class)
    void printToken() {
        if (exists()) {
            return;
        }
        OneTimeToken token = OneTimeToken.make(OneTimeToken.Kind.OPERATOR);
        if (installation.expect(token.hash()) == 1) {
            System.out.println(
                    "Operator token (first sign-up from another machine): " + token.text());
        }
    }

    boolean exists() {
        if (!settled) {
            settled = installation.get().hasOperator();
        }
        return settled;
    }

    /** Lets nobody be the first who may not. */
    void admitFirst(boolean fromThisMachine, @Nullable String token) {
        if (token != null && !token.isBlank()) {
            if (!installation.get().tokenFits(token.strip())) {
                throw new RefusedException(
                        ErrorCode.OPERATOR_TOKEN,
                        "operatorToken is not the one printed at the last start of the platform");
            }
            return;
        }
        if (!fromThisMachine) {
            throw new RefusedException(
                    ErrorCode.OPERATOR_TOKEN,
                    "the first account becomes the operator's: sign up from the machine itself, or"
                            + " send operatorToken, which the platform printed when it started");
        }
    }

    /** In the sign-up's transaction; of several at once it says yes to one. */
    boolean claim(AccountId account) {
        return installation.claim(account) == 1;
    }
}
