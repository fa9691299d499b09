package dev.meterlark.edge;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

/** A dangerous step waits until the person has shown that it is them. */
public final class ConfirmationWanted extends RefusedException {

    /** Beside what the step's form posts: the password that was asked for. */
    public static final String PASSWORD = "confirmation-password";

    /** Beside what the step's form posts: what the browser made of a passkey's challenge. */
    public static final String PASSKEY = "confirmation-passkey";

    /** And what the page was given with that challenge. */
    public static final String TICKET = "confirmation-ticket";

    private final boolean failed;

    private ConfirmationWanted(String text, boolean failed) {
        super(ErrorCode.CONFIRMATION, text);
        this.failed = failed;
    }

    static ConfirmationWanted first() {
        return new ConfirmationWanted(
                "this step needs you to show that it is you, by passkey or password", false);
    }

    static ConfirmationWanted again(String why) {
        return new ConfirmationWanted(why, true);
    }

    /** Whether something was shown and not taken; the text says why. */
    public boolean failed() {
        return failed;
    }
}
