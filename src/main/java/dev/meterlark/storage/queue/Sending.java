package dev.meterlark.storage.queue;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Puts messages into a queue: all of one request, or none. */
@Component
class Sending {

    private static final int TRIES = 5;

    private final QueueRows queues;
    private final MessageRows messages;
    private final Groups groups;
    private final MessageCheck check;
    private final QueueRoom room;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Duration deduplicationKept;

    Sending(
            QueueRows queues,
            MessageRows messages,
            Groups groups,
            MessageCheck check,
            QueueRoom room,
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            QueueProperties properties) {
        this.queues = queues;
        this.messages = messages;
        this.groups = groups;
        this.check = check;
        this.room = room;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.deduplicationKept = properties.deduplicationKept();
    }

    record Done(Queue queue, List<Sent> sent) {}

    /** Committed when it returns. */
    Done send(AccountId account, String name, List<NewMessage> wanted, Instant now) {
        Queue queue = queues.find(account, name).orElseThrow(Queues::unknown);
        List<Checked> checked = check.check(queue, wanted, now);
        room.take(account, checked.size(), checked.stream().mapToLong(Checked::bytes).sum(), now);
        for (int tries = 1; ; tries++) {
            try {
                return Objects.requireNonNull(
                        transaction.execute(_ -> put(account, name, checked, now)));
            } catch (DuplicateKeyException | ConcurrencyFailureException e) {
                if (tries == TRIES) {
                    throw new RefusedException(
                            ErrorCode.PLATFORM_BUSY,
                            "others send the same at this moment; try again",
                            "%d tries to send".formatted(tries),
                            e);
                }
            }
        }
    }

    private Done put(AccountId account, String name, List<Checked> checked, Instant now) {
        Queue queue = queues.find(account, name).orElseThrow(Queues::unknown);
        if (queue.ordered()) {
            queue = queues.lock(account, name).orElseThrow(Queues::unknown);
        }
        List<Sent> sent = new ArrayList<>();
        List<Checked> fresh = new ArrayList<>();
        for (Checked each : checked) {
            Optional<MessageId> before = before(queue, each, now);
            sent.add(new Sent(before.orElse(each.id()), before.isPresent(), null));
            if (before.isEmpty()) {
                fresh.add(each);
            }
        }
        if (!queue.ordered()) {
            messages.insert(queue, fresh, now);
            return new Done(queue, sent);
        }
        Queue ordered = queue;
        groups.change(
                ordered,
                fresh.stream().map(each -> Objects.requireNonNull(each.group())).toList(),
                () -> messages.insert(ordered, fresh, now));
        Map<MessageId, Long> positions =
                messages.positions(sent.stream().map(Sent::id).distinct().toList());
        return new Done(
                ordered, sent.stream().map(each -> each.at(positions.get(each.id()))).toList());
    }

    /** The message that this one is a duplicate of; otherwise the id stands for this one now. */
    private Optional<MessageId> before(Queue queue, Checked message, Instant now) {
        String key = message.deduplicationId();
        if (key == null) {
            return Optional.empty();
        }
        record Known(MessageId id, Instant expiresAt) {}
        Optional<Known> known =
                jdbc.sql(
                                "select message_id, expires_at from queue_deduplication"
                                        + " where queue_id = ? and key_text = ?")
                        .param(queue.id().value())
                        .param(key)
                        .query(
                                (row, _) ->
                                        new Known(
                                                new MessageId(
                                                        row.getObject("message_id", UUID.class)),
                                                row.getObject("expires_at", OffsetDateTime.class)
                                                        .toInstant()))
                        .optional();
        if (known.isPresent() && known.get().expiresAt().isAfter(now)) {
            return Optional.of(known.get().id());
        }
        known.ifPresent(old -> forget(queue, key, old.id()));
        remember(queue, key, message.id(), now);
        return Optional.empty();
    }

    private void forget(Queue queue, String key, MessageId message) {
        jdbc.sql(
                        "delete from queue_deduplication"
                                + " where queue_id = ? and key_text = ? and message_id = ?")
                .param(queue.id().value())
                .param(key)
                .param(message.value())
                .update();
    }

    /** Refused by the key when another transaction was first: then this one is tried again. */
    private void remember(Queue queue, String key, MessageId message, Instant now) {
        jdbc.sql(
                        "insert into queue_deduplication"
                                + " (account_id, queue_id, key_text, message_id, expires_at)"
                                + " values (?, ?, ?, ?, ?)")
                .param(queue.account().value())
                .param(queue.id().value())
                .param(key)
                .param(message.value())
                .param(Columns.instant(now.plus(deduplicationKept)))
                .update();
    }
}
