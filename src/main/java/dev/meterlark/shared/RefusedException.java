package dev.meterlark.shared;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;

/**
 * A refusal at the edge. The public text goes to the caller and names the wrong value and what to
 * do; the internal text goes to the log only.
 */
public class RefusedException extends RuntimeException {

    private final ErrorCode code;
    private final String publicText;
    private final @Nullable Duration retryAfter;
    private final Map<String, Object> members;

    public RefusedException(ErrorCode code, String publicText) {
        this(code, publicText, null, null, null, Map.of());
    }

    public RefusedException(ErrorCode code, String publicText, Duration retryAfter) {
        this(code, publicText, null, null, retryAfter, Map.of());
    }

    /**
     * @param members what the problem answer says beyond the usual, by name
     */
    public RefusedException(ErrorCode code, String publicText, Map<String, ?> members) {
        this(code, publicText, null, null, null, members);
    }

    public RefusedException(
            ErrorCode code,
            String publicText,
            @Nullable String internalText,
            @Nullable Throwable cause) {
        this(code, publicText, internalText, cause, null, Map.of());
    }

    private RefusedException(
            ErrorCode code,
            String publicText,
            @Nullable String internalText,
            @Nullable Throwable cause,
            @Nullable Duration retryAfter,
            Map<String, ?> members) {
        super(internalText == null ? publicText : publicText + " [" + internalText + "]", cause);
        this.code = code;
        this.publicText = publicText;
        this.retryAfter = retryAfter;
        this.members = Map.copyOf(members);
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

    /** Extension members of the problem answer. */
    public Map<String, Object> members() {
        return members;
    }
}
