package dev.meterlark.telemetry;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.RefusedException;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place in a live log up to which a reader has read: {@code <invocation>.<attempt>:<offset>}.
 *
 * @param offset in bytes of that attempt's log
 */
record LogEventId(InvocationId invocation, int attempt, int offset) {

    private static final Pattern FORM =
            Pattern.compile("([0-9a-fA-F-]{36})\\.([0-9]{1,9}):([0-9]{1,9})");

    static LogEventId parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (parts.matches()) {
            try {
                return new LogEventId(
                        InvocationId.parse(parts.group(1)),
                        Integer.parseInt(parts.group(2)),
                        Integer.parseInt(parts.group(3)));
            } catch (IllegalArgumentException e) {
                throw refused(text);
            }
        }
        throw refused(text);
    }

    private static RefusedException refused(String text) {
        String shown = text.length() <= 80 ? text : text.substring(0, 80) + "…";
        return new RefusedException(
                ErrorCode.REQUEST_INVALID,
                "Last-Event-ID must be the id of an event of this stream, was: " + shown);
    }

    @Override
    public String toString() {
        return "%s.%d:%d".formatted(invocation, attempt, offset);
    }
}
