package dev.meterlark.invocation.catalog;

/** Content is not what it has to be; the message says what it is instead. */
final class UnfitException extends RuntimeException {

    UnfitException(String message) {
        super(message, null, false, false);
    }
}
