package dev.meterlark.console.queues;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.queue.QueueSettings;
import dev.meterlark.storage.queue.QueueView;

import org.jspecify.annotations.Nullable;

/**
 * What was typed into the form of a queue; kept as text, so that the form shows it again.
 *
 * @param ordered not null where it is ticked; decided when a queue is made
 * @param seen its last change when the form was shown
 */
record QueueForm(
        @Nullable String name,
        @Nullable String visibilityTimeout,
        @Nullable String retention,
        @Nullable String delay,
        @Nullable String receiveWait,
        @Nullable String maxReceives,
        @Nullable String deadLetterQueue,
        @Nullable String ordered,
        @Nullable String deduplicates,
        @Nullable String seen) {

    static final QueueForm BLANK =
            new QueueForm("", "30", "345600", "0", "0", "", "", null, null, "");

    static QueueForm of(QueueView queue) {
        return new QueueForm(
                queue.name(),
                String.valueOf(queue.visibilityTimeout()),
                String.valueOf(queue.retention()),
                String.valueOf(queue.delay()),
                String.valueOf(queue.receiveWait()),
                queue.maxReceives() == 0 ? "" : String.valueOf(queue.maxReceives()),
                queue.deadLetterQueue() == null ? "" : queue.deadLetterQueue(),
                queue.orderedByGroup() ? "on" : null,
                queue.deduplicatesByContent() ? "on" : null,
                queue.changedAt().toString());
    }

    /** The same, over what is there now. */
    QueueForm over(QueueView now) {
        return new QueueForm(
                name,
                visibilityTimeout,
                retention,
                delay,
                receiveWait,
                maxReceives,
                deadLetterQueue,
                ordered,
                deduplicates,
                now.changedAt().toString());
    }

    QueueSettings made() {
        return settings(ordered != null);
    }

    /** Without what was decided when it was made. */
    QueueSettings changed() {
        return settings(null);
    }

    private QueueSettings settings(@Nullable Boolean orderedByGroup) {
        Integer receives = number("maxReceives", maxReceives);
        return new QueueSettings(
                number("visibilityTimeout", visibilityTimeout),
                number("retention", retention),
                number("delay", delay),
                receives == null ? 0 : receives,
                deadLetterQueue == null ? "" : deadLetterQueue.strip(),
                orderedByGroup,
                number("receiveWait", receiveWait),
                null,
                deduplicates != null);
    }

    static @Nullable Integer number(String name, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return Integer.valueOf(text.strip());
        } catch (NumberFormatException e) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID, name + " must be a whole number, was: " + text);
        }
    }
}
