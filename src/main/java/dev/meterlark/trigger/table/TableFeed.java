package dev.meterlark.trigger.table;

import dev.meterlark.invocation.TraceContext;
import dev.meterlark.platform.DurableSteps;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.table.Change;
import dev.meterlark.storage.table.ReaderId;
import dev.meterlark.storage.table.TableChanges;
import dev.meterlark.storage.table.TableId;
import dev.meterlark.trigger.Batch;
import dev.meterlark.trigger.Feed;
import dev.meterlark.trigger.Handover;
import dev.meterlark.trigger.Ownership;
import dev.meterlark.trigger.Trigger;
import dev.meterlark.trigger.TriggerReport;

import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/**
 * Brings a table's changes to the queue of asynchronous calls: shard by shard, a batch at a time,
 * the next one when the last one is accepted.
 */
@Component
class TableFeed implements Feed<TableTrigger> {

    /** For what other nodes write; what this one does is told at once. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /** Documents of a batch together, so that with all around them they fit an event. */
    private static final long MOST_BYTES = 600_000;

    private final TableChanges changes;
    private final Handover handover;
    private final TriggerReport report;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    TableFeed(
            TableChanges changes,
            Handover handover,
            TriggerReport report,
            PlatformTransactionManager transactions,
            InstantSource clock) {
        this.changes = changes;
        this.handover = handover;
        this.report = report;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    @Override
    public void feed(Trigger<TableTrigger> trigger, Ownership ownership) throws Exception {
        ReaderId reader = TableKind.reader(trigger);
        try (TableChanges.Listener listener = changes.listen(reader)) {
            while (ownership.isHeld()) {
                Duration rest = round(trigger, reader, ownership);
                if (rest.isPositive()) {
                    listener.await(rest);
                }
            }
        }
    }

    /**
     * @return how long there is nothing to do, unless something is changed
     */
    private Duration round(Trigger<TableTrigger> trigger, ReaderId reader, Ownership ownership)
            throws InterruptedException {
        TableId table =
                changes.tableOf(reader)
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                ErrorCode.NOT_FOUND,
                                                gone(trigger.configuration().table())));
        Duration rest = LOOK_EVERY;
        for (int shard : changes.waiting(reader)) {
            int most = trigger.reception().batchSize();
            List<Change> next = changes.next(reader, shard, most, MOST_BYTES);
            Duration waits = waits(trigger, next);
            if (waits.isPositive()) {
                rest = waits.compareTo(rest) < 0 ? waits : rest;
            } else if (!next.isEmpty() && ownership.isHeld()) {
                passed(reader, handedOver(trigger, table, next), ownership);
                rest = Duration.ZERO;
            }
        }
        return rest;
    }

    /** For more to come, when they are not as many as are wanted. */
    private Duration waits(Trigger<TableTrigger> trigger, List<Change> next) {
        Duration window = trigger.reception().batchWindow();
        if (next.isEmpty()
                || next.size() >= trigger.reception().batchSize()
                || next.getFirst().kind() == Change.Kind.FOUND
                || !window.isPositive()) {
            return Duration.ZERO;
        }
        Instant over = next.getFirst().at().plus(window);
        return Duration.between(clock.instant(), over);
    }

    /**
     * As many of them as an event holds; one that is too large by itself is left out, and said.
     *
     * @return the last that needs not come again
     */
    private Change handedOver(Trigger<TableTrigger> trigger, TableId table, List<Change> wanted)
            throws InterruptedException {
        List<Change> some = wanted;
        while (true) {
            Change last = some.getLast();
            try {
                handOver(trigger, table, some);
                return last;
            } catch (RefusedException e) {
                if (e.code() != ErrorCode.EVENT_TOO_LARGE) {
                    throw e;
                }
            }
            if (some.size() == 1) {
                report.failed(
                        trigger,
                        "version %d of one item was left out: with what was before it is larger"
                                        .formatted(last.sequence())
                                + " than an event may be");
                return last;
            }
            some = some.subList(0, some.size() / 2);
        }
    }

    private void handOver(Trigger<TableTrigger> trigger, TableId table, List<Change> some)
            throws InterruptedException {
        Change last = some.getLast();
        Batch batch =
                Batch.ofEvents(
                                some.stream()
                                        .map(
                                                each ->
                                                        TableEvents.event(
                                                                trigger.configuration().table(),
                                                                table.toString(),
                                                                each))
                                        .toList())
                        .in(trace(some));
        String line = "shard-" + last.shard();
        String key = "%s/%s/%s-%d".formatted(table, line, last.kind().wireName(), last.sequence());
        try {
            handover.batch(trigger, batch, key, line).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RefusedException refused) {
                throw refused;
            }
            throw new IllegalStateException("a batch was not accepted", e.getCause());
        }
    }

    /** Of the first of them that is in one. */
    private static TraceContext trace(List<Change> some) {
        return TraceContext.at(
                some.stream().flatMap(each -> Stream.ofNullable(each.traceparent())).findFirst());
    }

    /** Only who owns the trigger says so; another will have the same batch accepted again. */
    private void passed(ReaderId reader, Change last, Ownership ownership) {
        transaction.executeWithoutResult(
                _ -> {
                    if (ownership.guard()) {
                        changes.passed(reader, last);
                        DurableSteps.commit("table.passed");
                    }
                });
    }

    static String gone(String table) {
        return "the table %s was deleted; pause and resume the trigger when there is a new one"
                .formatted(table);
    }
}
