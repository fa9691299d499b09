package dev.meterlark.shared;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * A refusal at the edge. The public text goes to the caller and names the wrong value and what to
 * do; the internal text goes to the log only.
 */
public class RefusedException extends RuntimeException {

    private final ErrorCode code;
    private final String publicText;
    private final @Nullable Duration retryAfter;

    public RefusedException(ErrorCode code, String publicText) {
        this(code, publicText, null, null, null);
    }

    public RefusedException(ErrorCode code, String publicText, Duration retryAfter) {
        this(code, publicText, null, null, retryAfter);
    }

    public RefusedException(
            ErrorCode code,
            String publicText,
            @Nullable String internalText,
            @Nullable Throwable cause) {
        this(code, publicText, internalText, cause, null);
    }

    private RefusedException(
            ErrorCode code,
            String publicText,
            @Nullable String internalText,
            @Nullable Throwable cause,
            @Nullable Duration retryAfter) {
        super(internalText == null ? publicText : publicText + " [" + internalText + "]", cause);
        this.code = code;
        this.publicText = publicText;
        this.retryAfter = retryAfter;
    }

    public ErrorCode code() {
        return code;
    }

    public String publicText() {
        return publicText;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
