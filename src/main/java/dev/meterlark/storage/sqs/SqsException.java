package dev.meterlark.storage.sqs;

/** A refusal in AWS's own words. */
final class SqsException extends RuntimeException {

    private final SqsError error;

    SqsException(SqsError error, String message) {
        super(message);
        this.error = error;
    }

    SqsError error() {
        return error;
    }

    String text() {
        return String.valueOf(getMessage());
    }

    static SqsException missing(String name) {
        return new SqsException(
                SqsError.MISSING_PARAMETER,
                "The request must contain the parameter %s.".formatted(name));
    }

    static SqsException invalid(String name, String value, String reason) {
        return new SqsException(
                SqsError.INVALID_PARAMETER,
                "Value %s for parameter %s is invalid. Reason: %s".formatted(value, name, reason));
    }
}
