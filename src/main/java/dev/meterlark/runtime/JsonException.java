package dev.meterlark.runtime;

/** Text that is no JSON, or JSON that does not fit the type it is for. */
final class JsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    JsonException(String message) {
        super(message);
    }

    JsonException(String message, Throwable cause) {
        super(message, cause);
    }
}
