package dev.meterlark.console.queues;

import dev.meterlark.console.Show;
import dev.meterlark.storage.queue.QueueCounts;
import dev.meterlark.storage.queue.QueueView;

import org.jspecify.annotations.Nullable;

/** A queue in a list, and at the head of its page. */
record QueueLine(
        String name,
        boolean ordered,
        @Nullable String deadLetters,
        String waiting,
        String inFlight,
        String delayed,
        String bytes,
        String oldest,
        boolean empty) {

    private static final QueueCounts NONE = new QueueCounts(0, 0, 0, 0, 0);

    static QueueLine of(QueueView queue, @Nullable QueueCounts counts) {
        QueueCounts known = counts == null ? NONE : counts;
        long all = known.waiting() + known.inFlight() + known.delayed();
        return new QueueLine(
                queue.name(),
                queue.orderedByGroup(),
                queue.deadLetterQueue(),
                Show.count(known.waiting()),
                Show.count(known.inFlight()),
                Show.count(known.delayed()),
                Show.bytes(known.bytes()),
                all == 0 ? "—" : age(known.oldestAgeSeconds()),
                all == 0);
    }

    static String age(long seconds) {
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 7_200) {
            return seconds / 60 + " min";
        }
        return seconds < 172_800 ? seconds / 3_600 + " h" : seconds / 86_400 + " days";
    }
}
