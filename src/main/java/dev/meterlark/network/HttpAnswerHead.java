package dev.meterlark.network;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads as much of an answer as says what came of the request. The body stays where it is. */
final class HttpAnswerHead {

    private static final int MOST_BYTES = 32 * 1024;
    private static final int MOST_INTERIM = 5;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");
    private static final Pattern SECONDS = Pattern.compile("retry-after:[ \t]*([0-9]{1,9})[ \t]*");

    private final InputStream in;
    private int bytes;

    private HttpAnswerHead(InputStream in) {
        this.in = in;
    }

    /** It speaks, but not HTTP as we know it. */
    static final class NotHttpException extends IOException {

        NotHttpException(String message) {
            super(message);
        }
    }

    /**
     * @param in from which bytes are taken one by one
     */
    static Asked.Answered read(InputStream in) throws IOException {
        var head = new HttpAnswerHead(in);
        for (int i = 0; i <= MOST_INTERIM; i++) {
            Asked.Answered answer = head.next();
            if (answer.status() >= 200) {
                return answer;
            }
        }
        throw new NotHttpException("it did not come to its answer");
    }

    private Asked.Answered next() throws IOException {
        Matcher status = STATUS.matcher(line());
        if (!status.matches()) {
            throw new NotHttpException("what answered does not speak HTTP/1.1");
        }
        Duration retryAfter = null;
        for (String line = line(); !line.isEmpty(); line = line()) {
            Duration said = seconds(line);
            retryAfter = said == null ? retryAfter : said;
        }
        return new Asked.Answered(Integer.parseInt(status.group(1)), retryAfter);
    }

    private static @Nullable Duration seconds(String line) {
        Matcher found = SECONDS.matcher(line.toLowerCase(Locale.ROOT));
        return found.matches() ? Duration.ofSeconds(Long.parseLong(found.group(1))) : null;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int next = in.read();
            if (next == -1) {
                throw new NotHttpException("it closed the connection without an answer");
            }
            if (++bytes > MOST_BYTES) {
                throw new NotHttpException(
                        "the head of its answer is longer than %d bytes".formatted(MOST_BYTES));
            }
            if (next == '\n') {
                break;
            }
            line.append((char) next);
        }
        int end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r'
                ? line.substring(0, end - 1)
                : line.toString();
    }
}
