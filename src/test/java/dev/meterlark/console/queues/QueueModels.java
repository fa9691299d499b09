package dev.meterlark.console.queues;

import dev.meterlark.console.Filling;
import dev.meterlark.console.calls.AnswerText;
import dev.meterlark.invocation.deadletter.DeadLetterFilter;
import dev.meterlark.invocation.deadletter.Replay;
import dev.meterlark.invocation.deadletter.ReplayId;
import dev.meterlark.platform.Delivery;
import dev.meterlark.shared.AccountId;
import dev.meterlark.storage.topic.TopicView;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Models of the pages of queues, topics, waiting calls and dead letters. */
public final class QueueModels {

    private final Filling with;
    private final String text;

    public QueueModels(Filling with) {
        this.with = with;
        this.text = with.text();
    }

    public Map<String, Map<String, Object>> all() {
        var all = new HashMap<String, Map<String, Object>>();
        queues(all);
        topics(all);
        letters(all);
        calls(all);
        return all;
    }

    private void queues(Map<String, Map<String, Object>> all) {
        all.put("queues/queues", with.model("queues", List.of(queue(), queue()), "next", text));
        all.put(
                "queues/queue",
                with.model(
                        "queue",
                        queue(),
                        "settings",
                        form(),
                        "sources",
                        List.of(text),
                        "messages",
                        List.of(message("waiting"), message("in flight")),
                        "typed",
                        new QueuePages.NewMessageForm(text, text, text, text),
                        "next",
                        text));
        all.put(
                "queues/queue-form",
                with.model("form", form(), "queue", text, "names", List.of(text)));
        all.put("queues/queue-purge", with.model("queue", queue()));
        all.put("queues/queue-delete", with.model("queue", queue()));
    }

    private void topics(Map<String, Map<String, Object>> all) {
        var topic = new TopicView(text, Filling.NOW);
        all.put(
                "queues/topics",
                with.model("topics", List.of(topic), "system", text, "name", text, "next", text));
        all.put(
                "queues/topic",
                with.model(
                        "topic",
                        topic,
                        "isSystem",
                        false,
                        "subscriptions",
                        List.of(subscription("webhook"), subscription("queue")),
                        "queues",
                        List.of(text),
                        "typed",
                        new SubscriptionForm("queue", text, text, text),
                        "type",
                        text,
                        "event",
                        text,
                        "secret",
                        text,
                        "secretOf",
                        text,
                        "next",
                        text));
        all.put(
                "queues/subscription-filter",
                with.model(
                        "topic",
                        text,
                        "subscription",
                        subscription("function"),
                        "filter",
                        text,
                        "seen",
                        text,
                        "problem",
                        text,
                        "overtaken",
                        "/topics"));
        all.put("queues/topic-delete", with.model("topic", topic));
    }

    private void letters(Map<String, Map<String, Object>> all) {
        all.put(
                "queues/dead-letters",
                with.model(
                        "letters",
                        List.of(letter(null), letter(Filling.ID)),
                        "filter",
                        new LetterFilter(text, "refused", text, "", ""),
                        "filtered",
                        true,
                        "next",
                        text));
        all.put(
                "queues/dead-letter",
                with.model(
                        "letter",
                        letter(Filling.ID),
                        "event",
                        new AnswerText(text, text),
                        "kept",
                        true));
        all.put("queues/dead-letter-delete", with.model("letter", letter(Filling.ID)));
        all.put(
                "queues/dead-letters-delete",
                with.model(
                        "toll",
                        new ClearingPages.Toll("3", "1", "2 KiB", false, text),
                        "filter",
                        new LetterFilter(text, text, text, text, text),
                        "filtered",
                        true));
        var replay =
                new Replay(
                        new ReplayId(new UUID(0, 1)),
                        AccountId.random(),
                        text,
                        DeadLetterFilter.of(null),
                        12,
                        3,
                        1,
                        null,
                        text,
                        Filling.NOW,
                        null);
        all.put("queues/replay", with.model("replay", replay));
        var delivery = new Delivery(new UUID(0, 1), text, 3, Filling.NOW, null, text, Filling.NOW);
        all.put(
                "queues/deliveries",
                with.model("deliveries", List.of(delivery), "parked", true, "next", text));
    }

    private void calls(Map<String, Map<String, Object>> all) {
        all.put(
                "queues/async-calls",
                with.model(
                        "tally",
                        new AsyncCallPages.Tally("1", "2", "3", "4", "5"),
                        "function",
                        text,
                        "calls",
                        List.of(call("queued"), call("running")),
                        "next",
                        text));
        all.put(
                "queues/async-call",
                with.model("call", call("failed"), "answer", new AnswerText(text, text)));
    }

    private QueueLine queue() {
        return new QueueLine(text, true, text, "12", "3", "0", "1.5 KiB", "7 min", false);
    }

    private QueueForm form() {
        return new QueueForm(text, "30", "345600", "0", "0", "5", text, null, "on", "");
    }

    private MessageLine message(String state) {
        return new MessageLine(
                Filling.ID,
                state,
                "good",
                text,
                text,
                text,
                List.of(text),
                text,
                text,
                2,
                "12 B",
                Filling.NOW,
                Filling.NOW);
    }

    private SubscriptionLine subscription(String kind) {
        return new SubscriptionLine(text, kind, text, text, text, Filling.NOW);
    }

    private LetterLine letter(@Nullable String replayedAs) {
        return new LetterLine(
                Filling.ID,
                text,
                text,
                "failed each time",
                text,
                text,
                3,
                Filling.NOW,
                Filling.NOW,
                text,
                Filling.ID,
                Filling.ID,
                "1 B",
                replayedAs);
    }

    private AsyncCallLine call(String status) {
        return new AsyncCallLine(
                Filling.ID,
                text,
                text,
                status,
                "warn",
                false,
                true,
                2,
                Filling.NOW,
                Filling.NOW,
                null,
                text,
                text,
                Filling.ID,
                Filling.ID,
                text,
                text);
    }
}
