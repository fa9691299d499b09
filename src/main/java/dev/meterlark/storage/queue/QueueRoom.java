package dev.meterlark.storage.queue;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Holds each account to its bounds, by a count that is a few seconds old and what this node took
 * since: other nodes may take some more in that time. Guarded by its monitor, but for the counting
 * itself.
 */
@Component
class QueueRoom {

    /** How soon a full account is counted again. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final MessageRows messages;
    private final QueueProperties properties;
    private final Map<AccountId, Counted> counted = new HashMap<>();

    private record Counted(long messages, long bytes, Instant at) {

        Counted plus(long more, long moreBytes) {
            return new Counted(messages + more, bytes + moreBytes, at);
        }

        boolean isOlderThan(Duration age, Instant now) {
            return !now.isBefore(at.plus(age)) || now.isBefore(at);
        }
    }

    QueueRoom(MessageRows messages, QueueProperties properties) {
        this.messages = messages;
        this.properties = properties;
    }

    /**
     * @throws RefusedException when the account has no room for so much more
     */
    void take(AccountId account, int more, long moreBytes, Instant now) {
        if (!taken(account, more, moreBytes, now)) {
            count(account, now);
            if (!taken(account, more, moreBytes, now)) {
                throw full(account);
            }
        }
    }

    private synchronized boolean taken(AccountId account, int more, long moreBytes, Instant now) {
        Counted known = counted.get(account);
        if (known == null || known.isOlderThan(properties.countEvery(), now)) {
            return false;
        }
        Counted then = known.plus(more, moreBytes);
        boolean fits =
                then.messages <= properties.maxMessages()
                        && then.bytes <= properties.maxSize().toBytes();
        if (fits) {
            counted.put(account, then);
        }
        return fits;
    }

    private void count(AccountId account, Instant now) {
        synchronized (this) {
            Counted known = counted.get(account);
            if (known != null && !known.isOlderThan(AGAIN, now)) {
                return;
            }
        }
        MessageRows.Room room = messages.room(account);
        put(account, new Counted(room.messages(), room.bytes(), now));
    }

    private synchronized void put(AccountId account, Counted fresh) {
        counted.values().removeIf(each -> each.isOlderThan(properties.countEvery(), fresh.at()));
        counted.put(account, fresh);
    }

    private synchronized RefusedException full(AccountId account) {
        Counted known = counted.getOrDefault(account, new Counted(0, 0, Instant.EPOCH));
        return new RefusedException(
                ErrorCode.MESSAGES_FULL,
                "the account's queues may hold %d messages and %d bytes, and hold %d and %d; receive"
                                .formatted(
                                        properties.maxMessages(),
                                        properties.maxSize().toBytes(),
                                        known.messages,
                                        known.bytes)
                        + " and delete some, or purge a queue",
                AGAIN);
    }
}
