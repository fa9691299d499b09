package dev.meterlark.storage;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which bytes of an object are asked for.
 *
 * @param partial whether it was a range that was asked for
 */
public record ByteRange(long from, long length, boolean partial) {

    private static final Pattern FORM = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

    /**
     * What is no range of one piece asks for everything, as HTTP has it.
     *
     * @throws RefusedException when nothing of it is within the object
     */
    public static ByteRange of(@Nullable String header, long size) {
        Matcher range = FORM.matcher(header == null ? "" : header.replace(" ", ""));
        if (!range.matches() || range.group(1).isEmpty() && range.group(2).isEmpty()) {
            return new ByteRange(0, size, false);
        }
        long from;
        long to = size - 1;
        if (range.group(1).isEmpty()) {
            long last = Long.parseLong(range.group(2));
            from = last == 0 ? size : Math.max(0, size - last);
        } else {
            from = Long.parseLong(range.group(1));
            to = range.group(2).isEmpty() ? to : Math.min(to, Long.parseLong(range.group(2)));
        }
        if (from >= size) {
            throw new RefusedException(
                    ErrorCode.RANGE,
                    "the object has %d bytes, and nothing of %s".formatted(size, range.group()));
        }
        return to < from ? new ByteRange(0, size, false) : new ByteRange(from, to - from + 1, true);
    }

    public String contentRange(long size) {
        return "bytes %d-%d/%d".formatted(from, from + length - 1, size);
    }
}
