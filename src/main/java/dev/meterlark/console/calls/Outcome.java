package dev.meterlark.console.calls;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Fault;

import org.jspecify.annotations.Nullable;

/**
 * How a call ended, in a word or two.
 *
 * @param ours whether the platform is at fault, so that nobody pays
 */
public record Outcome(boolean ok, boolean ours, String words) {

    private static final Outcome SUCCEEDED = new Outcome(true, false, "Succeeded");

    /**
     * @param errorCode wire name; null when it succeeded
     */
    public static Outcome of(@Nullable String errorCode) {
        if (errorCode == null) {
            return SUCCEEDED;
        }
        return ErrorCode.fromWireName(errorCode)
                .map(code -> new Outcome(false, code.fault() == Fault.PLATFORM, words(code)))
                .orElse(new Outcome(false, false, errorCode));
    }

    private static String words(ErrorCode code) {
        if (code.fault() == Fault.PLATFORM) {
            return "Platform fault, free";
        }
        return switch (code) {
            case FUNCTION_ERROR -> "Error";
            case FUNCTION_INIT -> "Did not load";
            case FUNCTION_EXIT -> "Process ended";
            case FUNCTION_OUT_OF_MEMORY -> "Out of memory";
            case FUNCTION_TIMEOUT -> "Timed out";
            case FUNCTION_RESPONSE_TOO_LARGE -> "Answer too large";
            default -> code.title();
        };
    }
}
