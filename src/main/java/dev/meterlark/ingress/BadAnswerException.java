package dev.meterlark.ingress;

/** What a function answered is no HTTP answer. The message is for the function's owner. */
final class BadAnswerException extends RuntimeException {

    BadAnswerException(String message) {
        super(message, null, false, false);
    }
}
