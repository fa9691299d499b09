package dev.meterlark.storage.queue;

import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What receivers say of messages that they have. An old receipt changes nothing. */
@Component
class Settling {

    private final MessageRows messages;
    private final Groups groups;
    private final TransactionTemplate transaction;

    Settling(MessageRows messages, Groups groups, PlatformTransactionManager transactions) {
        this.messages = messages;
        this.groups = groups;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Whether the receipt was the message's last. */
    boolean delete(Queue queue, Receipt receipt) {
        return inTurn(queue, receipt, () -> messages.delete(queue, receipt));
    }

    /** How many receipts were the last of their messages. */
    int deleteAll(Queue queue, List<Receipt> receipts) {
        if (queue.ordered()) {
            return (int) receipts.stream().filter(receipt -> delete(queue, receipt)).count();
        }
        return Objects.requireNonNull(
                transaction.execute(_ -> messages.deleteAll(queue, receipts)));
    }

    /** Whether the receipt was the message's last. */
    boolean hide(Queue queue, Receipt receipt, Instant until) {
        return inTurn(queue, receipt, () -> messages.hide(queue, receipt, until));
    }

    private boolean inTurn(Queue queue, Receipt receipt, BooleanSupplier change) {
        if (!queue.ordered()) {
            return change.getAsBoolean();
        }
        return Objects.requireNonNull(
                transaction.execute(_ -> holdingGroup(queue, receipt, change)));
    }

    private boolean holdingGroup(Queue queue, Receipt receipt, BooleanSupplier change) {
        Optional<String> group = messages.groupOf(queue, receipt).flatMap(found -> found);
        if (group.isEmpty() || !groups.lock(queue, group.get())) {
            return false;
        }
        boolean changed = change.getAsBoolean();
        groups.settle(queue, group.get());
        return changed;
    }
}
