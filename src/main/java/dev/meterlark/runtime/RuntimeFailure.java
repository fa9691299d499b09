package dev.meterlark.runtime;

/** Something the tenant can mend, under the type that Lambda gives it. */
final class RuntimeFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final String type;

    RuntimeFailure(String type, String message) {
        super(message);
        this.type = type;
    }

    RuntimeFailure(String type, String message, Throwable cause) {
        super(message, cause);
        this.type = type;
    }

    String type() {
        return type;
    }
}
