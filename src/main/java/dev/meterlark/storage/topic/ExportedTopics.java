package dev.meterlark.storage.topic;

import dev.meterlark.account.ExportBounds;
import dev.meterlark.account.ExportPart;
import dev.meterlark.account.ExportSink;
import dev.meterlark.shared.Caller;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.util.List;

/** Topics with who is subscribed; events do not lie in them. */
@Component
@Order(8)
class ExportedTopics implements ExportPart {

    private static final int AT_ONCE = 100;

    private final Topics topics;
    private final Subscriptions subscriptions;

    ExportedTopics(Topics topics, Subscriptions subscriptions) {
        this.topics = topics;
        this.subscriptions = subscriptions;
    }

    @Override
    public String tells(ExportBounds bounds) {
        return """
        topics.jsonl       topics
        topics/            the subscriptions of each
        """;
    }

    @Override
    public void write(Caller caller, ExportSink sink) throws IOException {
        List<String> names =
                sink.lines(
                        "topics.jsonl",
                        TopicView::name,
                        cursor -> topics.list(caller, cursor, AT_ONCE));
        for (String name : names) {
            sink.lines(
                    "topics/%s.jsonl".formatted(name),
                    cursor -> subscriptions.list(caller, name, cursor, AT_ONCE));
        }
    }
}
