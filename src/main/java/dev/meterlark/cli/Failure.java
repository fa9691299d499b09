package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

/** Why a command ends without having done what it should; for people and, as JSON, for programs. */
final class Failure extends RuntimeException {

    private final Exit exit;
    private final String code;
    private final @Nullable String advice;

    /**
     * @param code stable, dotted; the platform's own or one that starts with {@code lark.}
     * @param message what went wrong, with the value
     * @param advice what to do about it
     */
    Failure(Exit exit, String code, String message, @Nullable String advice) {
        super(message);
        this.exit = exit;
        this.code = code;
        this.advice = advice;
    }

    static Failure usage(String message, String advice) {
        return new Failure(Exit.USAGE, "lark.usage", message, advice);
    }

    Exit exit() {
        return exit;
    }

    String code() {
        return code;
    }

    @Nullable String advice() {
        return advice;
    }

    String message() {
        return String.valueOf(getMessage());
    }
}
