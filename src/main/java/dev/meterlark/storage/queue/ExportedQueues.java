package dev.meterlark.storage.queue;

import dev.meterlark.account.ExportBounds;
import dev.meterlark.account.ExportPart;
import dev.meterlark.account.ExportSink;
import dev.meterlark.account.Page;
import dev.meterlark.shared.Caller;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.util.List;

/** Queues with the messages that lie in them, the oldest first. They stay where they are. */
@Component
@Order(7)
class ExportedQueues implements ExportPart {

    private static final int AT_ONCE = 100;

    /** Whole bodies are in memory at once. */
    private static final int MESSAGES = 20;

    private final Queues queues;
    private final Browsing browsing;

    ExportedQueues(Queues queues, Browsing browsing) {
        this.queues = queues;
        this.browsing = browsing;
    }

    @Override
    public String tells(ExportBounds bounds) {
        return """
        queues.jsonl       queues with their settings
        queues/            the messages that lie in each, whole, the oldest first: %d at most
        """
                .formatted(bounds.messagesPerQueue());
    }

    @Override
    public void write(Caller caller, ExportSink sink) throws IOException {
        List<String> names =
                sink.lines(
                        "queues.jsonl",
                        QueueView::name,
                        cursor -> queues.list(caller, cursor, AT_ONCE));
        for (String name : names) {
            if (queues.exists(caller.account(), name)) {
                messages(caller, name, sink);
            }
        }
    }

    private void messages(Caller caller, String name, ExportSink sink) throws IOException {
        int[] left = {sink.bounds().messagesPerQueue()};
        sink.lines(
                "queues/%s.jsonl".formatted(name),
                cursor -> {
                    if (left[0] == 0) {
                        return new Page<LyingMessage>(List.of(), null);
                    }
                    int most = Math.min(MESSAGES, left[0]);
                    Page<LyingMessage> stretch = browsing.whole(caller, name, cursor, most);
                    left[0] -= stretch.items().size();
                    return stretch;
                });
    }
}
