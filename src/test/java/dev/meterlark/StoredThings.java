package dev.meterlark;

import dev.meterlark.shared.Caller;
import dev.meterlark.storage.bucket.Buckets;
import dev.meterlark.storage.bucket.ObjectTerms;
import dev.meterlark.storage.bucket.Objects;
import dev.meterlark.storage.queue.NewMessage;
import dev.meterlark.storage.queue.QueueMessages;
import dev.meterlark.storage.queue.QueueSettings;
import dev.meterlark.storage.queue.QueueView;
import dev.meterlark.storage.queue.Queues;
import dev.meterlark.storage.table.Condition;
import dev.meterlark.storage.table.Document;
import dev.meterlark.storage.table.Items;
import dev.meterlark.storage.table.Operation;
import dev.meterlark.storage.table.TableSettings;
import dev.meterlark.storage.table.Tables;
import dev.meterlark.storage.topic.SubscriptionWish;
import dev.meterlark.storage.topic.Subscriptions;
import dev.meterlark.storage.topic.Topics;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** One of everything that an account may keep, all of the same name, for others to look for. */
final class StoredThings {

    static final String NAME = "orders";

    private static final Set<String> KINDS =
            Set.of(
                    "/queues/",
                    "/topics/",
                    "/subscriptions/",
                    "/buckets/",
                    "/objects/",
                    "/tables/",
                    "/items/");

    private final Queues queues;
    private final QueueMessages messages;
    private final Topics topics;
    private final Subscriptions subscriptions;
    private final Buckets buckets;
    private final Objects objects;
    private final Tables tables;
    private final Items items;

    StoredThings(
            Queues queues,
            QueueMessages messages,
            Topics topics,
            Subscriptions subscriptions,
            Buckets buckets,
            Objects objects,
            Tables tables,
            Items items) {
        this.queues = queues;
        this.messages = messages;
        this.topics = topics;
        this.subscriptions = subscriptions;
        this.buckets = buckets;
        this.objects = objects;
        this.tables = tables;
        this.items = items;
    }

    /** Whether what comes behind this beginning of an address is the name of one of them. */
    static boolean isNamed(String before) {
        return KINDS.stream().anyMatch(before::endsWith);
    }

    /**
     * @return the receipt of a message in flight
     */
    String keep(Caller owner) {
        queues.create(owner, NAME, QueueSettings.USUAL);
        topics.create(owner, NAME);
        subscriptions.subscribe(owner, NAME, SubscriptionWish.ofQueue(null, NAME, null));
        buckets.create(owner, NAME);
        byte[] bytes = "theirs".getBytes(StandardCharsets.UTF_8);
        try {
            objects.put(
                    owner.account(),
                    NAME,
                    NAME,
                    ObjectTerms.of("text/plain", bytes.length),
                    new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tables.create(owner, NAME, new TableSettings(null, null));
        var document = Document.parse("{\"of\": \"theirs\"}".getBytes(StandardCharsets.UTF_8));
        items.put(
                owner.account(),
                NAME,
                new Operation.Put(NAME, document, new Condition.Always(), null));
        messages.send(owner.account(), NAME, List.of(NewMessage.of("theirs")));
        return messages.receive(owner.account(), NAME, 1, 0, 600).join().getFirst().receipt();
    }

    boolean isThere(Caller owner) {
        QueueView queue = queues.show(owner, NAME);
        return queue.messages() != null
                && queue.messages().inFlight() == 1
                && subscriptions.show(owner, NAME, NAME).filter() == null
                && objects.find(owner.account(), NAME, NAME).isPresent()
                && items.find(owner.account(), NAME, NAME).isPresent();
    }
}
