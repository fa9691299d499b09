package dev.meterlark.storage.queue;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Shown;

import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;

/** As AWS has them: an ordered queue's may end in {@code .fifo}. */
record QueueName(String value) {

    private static final int LONGEST = 80;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]+(\\.fifo)?");

    static QueueName parse(@Nullable String text) {
        if (text == null || text.length() > LONGEST || !FORM.matcher(text).matches()) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "name must be 1 to %d letters, digits, - and _, as in orders-to-ship; was: %s"
                            .formatted(LONGEST, text == null ? "missing" : Shown.text(text)));
        }
        return new QueueName(text);
    }
}
