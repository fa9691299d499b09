package dev.meterlark.invocation;

/** Why an asynchronous call is not run again. */
public enum EndReason {
    SUCCEEDED(AsyncStatus.SUCCEEDED),
    /** The function failed as often as its policy allows. */
    RETRIES_EXHAUSTED(AsyncStatus.FAILED),
    /** The function it was accepted for is not there any more. */
    FUNCTION_GONE(AsyncStatus.FAILED),
    /** It can never be run: its row cannot be read, or its chain of calls is too long. */
    REFUSED(AsyncStatus.FAILED),
    /** It could not be run, or not run to a success, within its policy's age. */
    AGE_EXCEEDED(AsyncStatus.EXPIRED),
    CANCELLED(AsyncStatus.CANCELLED);

    private final AsyncStatus status;

    EndReason(AsyncStatus status) {
        this.status = status;
    }

    public AsyncStatus status() {
        return status;
    }
}
