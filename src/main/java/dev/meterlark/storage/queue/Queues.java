package dev.meterlark.storage.queue;

import dev.meterlark.account.AccountClosed;
import dev.meterlark.account.Accounts;
import dev.meterlark.account.AuditLog;
import dev.meterlark.account.Page;
import dev.meterlark.platform.OfDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.shared.Revision;
import dev.meterlark.storage.Listing;
import dev.meterlark.storage.Shown;

import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The queues of accounts: what they are called and how they treat their messages. */
@Service
@Transactional
public class Queues {

    private static final int MOST_LISTED = 100;
    private static final int MOST_NAMES = 1_000;

    private final QueueRows queues;
    private final MessageRows messages;
    private final Groups groups;
    private final Accounts accounts;
    private final AuditLog audit;
    private final QueueProperties properties;
    private final InstantSource clock;

    Queues(
            QueueRows queues,
            MessageRows messages,
            Groups groups,
            Accounts accounts,
            AuditLog audit,
            QueueProperties properties,
            @OfDatabase InstantSource clock) {
        this.queues = queues;
        this.messages = messages;
        this.groups = groups;
        this.accounts = accounts;
        this.audit = audit;
        this.properties = properties;
        this.clock = clock;
    }

    /** Names that hold a text in whatever case, those that begin with it first. */
    @Transactional(readOnly = true)
    public List<String> named(Caller caller, String part, int most) {
        return queues.named(caller.account(), part.toLowerCase(Locale.ROOT), most);
    }

    /** By name. */
    @Transactional(readOnly = true)
    public Page<QueueView> list(Caller caller, @Nullable String cursor, @Nullable Integer limit) {
        Listing listing = Listing.of(cursor, limit, MOST_LISTED);
        List<Queue> found = queues.after(caller.account(), listing.after(), listing.limitAndOne());
        return listing.page(found, Queue::name, queue -> viewed(queue, null));
    }

    /** Names that begin so, in their order. */
    @Transactional(readOnly = true)
    public Page<String> names(
            Caller caller, String prefix, @Nullable String cursor, @Nullable Integer limit) {
        Listing listing = Listing.of(cursor, limit, MOST_NAMES);
        return listing.page(
                queues.after(caller.account(), prefix, listing.after(), listing.limitAndOne()),
                Queue::name,
                Queue::name);
    }

    /** Names of the queues whose messages come here when they are given up, in their order. */
    @Transactional(readOnly = true)
    public Page<String> givingUpTo(
            Caller caller, String name, @Nullable String cursor, @Nullable Integer limit) {
        Listing listing = Listing.of(cursor, limit, MOST_NAMES);
        Queue queue = queues.find(caller.account(), name).orElseThrow(Queues::unknown);
        return listing.page(
                queues.givingUpTo(
                        caller.account(), queue.id(), listing.after(), listing.limitAndOne()),
                Queue::name,
                Queue::name);
    }

    /** Without the counts of its messages. */
    @Transactional(readOnly = true)
    public Optional<QueueView> find(Caller caller, String name) {
        return queues.find(caller.account(), name).map(queue -> viewed(queue, null));
    }

    /** With the counts of its messages. */
    @Transactional(readOnly = true)
    public QueueView show(Caller caller, String name) {
        Queue queue = queues.find(caller.account(), name).orElseThrow(Queues::unknown);
        return viewed(queue, messages.counts(queue, clock.instant()));
    }

    @Transactional(readOnly = true)
    public boolean exists(AccountId account, String name) {
        return queues.find(account, name).isPresent();
    }

    /** Of its messages; empty when there is no such queue. */
    @Transactional(readOnly = true)
    public Optional<QueueCounts> counts(AccountId account, String name) {
        return queues.find(account, name).map(queue -> messages.counts(queue, clock.instant()));
    }

    /** Whether there is one that takes messages without a group. */
    @Transactional(readOnly = true)
    public boolean existsUnordered(AccountId account, String name) {
        return queues.find(account, name).filter(queue -> !queue.ordered()).isPresent();
    }

    public QueueView create(Caller caller, @Nullable String name, QueueSettings settings) {
        QueueName checked = QueueName.parse(name);
        accounts.lockedLimits(caller.account()); // one after the other, for the count
        QueueTerms terms = QueueTerms.USUAL.with(settings);
        if (queues.find(caller.account(), checked.value()).isPresent()) {
            throw new RefusedException(
                    ErrorCode.CONFLICT,
                    "there is a queue %s already; change it, or choose another name"
                            .formatted(checked.value()));
        }
        if (queues.count(caller.account()) >= properties.maxQueues()) {
            throw new RefusedException(
                    ErrorCode.LIMIT_REACHED,
                    "the account has %d queues, as many as it may; delete one first"
                            .formatted(properties.maxQueues()));
        }
        Instant now = clock.instant();
        Queue queue =
                new Queue(
                        QueueId.random(),
                        caller.account(),
                        checked.value(),
                        terms,
                        null,
                        Boolean.TRUE.equals(settings.orderedByGroup()),
                        now,
                        now);
        Queue whole = queue.with(terms, deadLetters(queue, settings), now);
        requireAnEnd(whole);
        queues.insert(whole);
        audit.record(caller, "queue.created", subject(queue), detail(whole));
        return viewed(whole, null);
    }

    /** What is null stays as it is. */
    public QueueView change(Caller caller, String name, QueueSettings settings) {
        return change(caller, name, settings, null);
    }

    /**
     * What is null stays as it is.
     *
     * @param unchangedSince its last change when it was looked at, or it is refused; null for any
     */
    public QueueView change(
            Caller caller, String name, QueueSettings settings, @Nullable Instant unchangedSince) {
        accounts.lockedLimits(caller.account()); // so that two changes make no circle
        Queue before = queues.lock(caller.account(), name).orElseThrow(Queues::unknown);
        Revision.requireUnchanged("the queue", unchangedSince, before.changedAt());
        if (settings.orderedByGroup() != null && settings.orderedByGroup() != before.ordered()) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "orderedByGroup is decided when a queue is made, and is %s here; make another"
                            .formatted(before.ordered()));
        }
        Queue after =
                before.with(
                        before.terms().with(settings),
                        deadLetters(before, settings),
                        clock.instant());
        requireAnEnd(after);
        queues.update(after);
        audit.record(caller, "queue.changed", subject(after), detail(after));
        return viewed(after, messages.counts(after, clock.instant()));
    }

    /** With all its messages. */
    public void delete(Caller caller, String name) {
        accounts.lockedLimits(caller.account());
        Queue queue = queues.lock(caller.account(), name).orElseThrow(Queues::unknown);
        List<String> sources = queues.givingUpTo(caller.account(), queue.id());
        if (!sources.isEmpty()) {
            throw new RefusedException(
                    ErrorCode.CONFLICT,
                    "the queue is the dead-letter queue of %s; change that first"
                            .formatted(String.join(", ", sources)));
        }
        QueueCounts counts = messages.counts(queue, clock.instant());
        groups.deleteAll(queue); // in the order in which receivers hold them
        messages.deleteAll(queue);
        queues.delete(queue);
        audit.record(
                caller,
                "queue.deleted",
                subject(queue),
                Map.of("messages", counts.waiting() + counts.inFlight() + counts.delayed()));
    }

    /** For good, and with it what is in its queues. */
    @EventListener
    public void on(AccountClosed event) {
        queues.deleteAll(event.account());
    }

    private @Nullable QueueId deadLetters(Queue queue, QueueSettings settings) {
        String name = settings.deadLetterQueue();
        if (name == null) {
            return queue.deadLetterQueue();
        }
        return name.isEmpty() ? null : deadLetters(queue, name);
    }

    /** One step: what is given up goes to where it stays. */
    private QueueId deadLetters(Queue queue, String name) {
        Queue target =
                queues.find(queue.account(), name)
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                ErrorCode.REQUEST_INVALID,
                                                "deadLetterQueue must be a queue of the account,"
                                                        + " was: "
                                                        + Shown.text(name)));
        if (target.ordered() && !queue.ordered()) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "deadLetterQueue must be a queue without order, and %s is ordered by group"
                            .formatted(target.name()));
        }
        boolean chain =
                target.id().equals(queue.id())
                        || target.deadLetterQueue() != null
                        || !queues.givingUpTo(queue.account(), queue.id()).isEmpty();
        if (chain) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "a dead-letter queue has none of its own: %s cannot be that of %s"
                            .formatted(target.name(), queue.name()));
        }
        return target.id();
    }

    private static void requireAnEnd(Queue queue) {
        if ((queue.deadLetterQueue() == null) != (queue.terms().maxReceives() == 0)) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "maxReceives and deadLetterQueue go together: after so many receives a message"
                            + " goes there, and nowhere else; maxReceives is %d"
                                    .formatted(queue.terms().maxReceives()));
        }
    }

    private QueueView viewed(Queue queue, @Nullable QueueCounts counts) {
        QueueId deadLetters = queue.deadLetterQueue();
        String name =
                deadLetters == null
                        ? null
                        : queues.find(queue.account(), deadLetters).map(Queue::name).orElse(null);
        return QueueView.of(queue, name, counts);
    }

    private static Map<String, Object> detail(Queue queue) {
        return Map.of(
                "visibilityTimeout", queue.terms().visibilityTimeout().toSeconds(),
                "retention", queue.terms().retention().toSeconds(),
                "delay", queue.terms().delay().toSeconds(),
                "maxReceives", queue.terms().maxReceives(),
                "orderedByGroup", queue.ordered());
    }

    static String subject(Queue queue) {
        return "queue:" + queue.name();
    }

    /** The same for those that are another account's. */
    static RefusedException unknown() {
        return new RefusedException(ErrorCode.NOT_FOUND, "there is no such queue in this account");
    }
}
