package dev.meterlark.metering;

import dev.meterlark.shared.AccountId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts requests and bytes in memory. What this run of the node has counted of each hour is
 * written, as a whole, every few seconds and when it stops: nothing counts twice, and of a node
 * that dies the last seconds do not count. Its monitor guards the counts; {@link #writing} guards
 * writing them, so that nobody who counts waits for the database.
 */
@Component
public class Tally implements SchedulingConfigurer, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(Tally.class);

    private final MeterLedger ledger;
    private final TransactionTemplate transaction;
    private final MeterProperties properties;
    private final InstantSource clock;
    private final Object writing = new Object();
    private final Map<Key, Counted> counts = new HashMap<>();
    private RunId run = RunId.random();

    private record Key(AccountId account, Meter meter, String resource, Instant hour) {}

    /**
     * @param written of them
     */
    private record Counted(long amount, long written) {

        static final Counted NOTHING = new Counted(0, 0);

        Counted plus(long more) {
            return new Counted(amount + more, written);
        }
    }

    Tally(
            MeterLedger ledger,
            PlatformTransactionManager transactions,
            MeterProperties properties,
            InstantSource clock) {
        this.ledger = ledger;
        this.transaction = new TransactionTemplate(transactions);
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(this::write, properties.writeEvery());
    }

    /**
     * @param resource the thing's name within its account
     */
    public void count(AccountId account, Meter meter, String resource, long amount) {
        if (amount == 0) {
            return;
        }
        Instant hour = clock.instant().truncatedTo(ChronoUnit.HOURS);
        boolean full;
        synchronized (this) {
            counts.merge(
                    new Key(account, meter, resource, hour),
                    Counted.NOTHING.plus(amount),
                    (before, more) -> before.plus(more.amount()));
            full = counts.size() > properties.maxCounts();
        }
        if (full) {
            write();
        }
    }

    @Override
    public void destroy() {
        write();
    }

    /** What could not be written stays, and is written as a whole the next time. */
    void write() {
        synchronized (writing) {
            List<MeterLedger.Count> fresh = fresh();
            try {
                if (!fresh.isEmpty()) {
                    transaction.executeWithoutResult(_ -> ledger.put(run, fresh));
                }
                written(fresh);
            } catch (DataAccessException | TransactionException e) {
                LOG.warn("{} counts could not be written; they are later", fresh.size(), e);
            }
        }
    }

    private synchronized List<MeterLedger.Count> fresh() {
        return counts.entrySet().stream()
                .filter(each -> each.getValue().amount() > each.getValue().written())
                .map(each -> count(each.getKey(), each.getValue().amount()))
                .toList();
    }

    private static MeterLedger.Count count(Key key, long amount) {
        return new MeterLedger.Count(
                key.account(), key.meter(), key.resource(), key.hour(), amount);
    }

    /** Hours that are over are forgotten; when there is too much else, another run begins. */
    private synchronized void written(List<MeterLedger.Count> fresh) {
        for (MeterLedger.Count each : fresh) {
            counts.computeIfPresent(
                    new Key(each.account(), each.meter(), each.resource(), each.hour()),
                    (_, counted) -> new Counted(counted.amount(), each.amount()));
        }
        Instant hour = clock.instant().truncatedTo(ChronoUnit.HOURS);
        counts.entrySet().removeIf(each -> isOver(each.getKey(), each.getValue(), hour));
        if (counts.size() > properties.maxCounts()) {
            run = RunId.random();
            counts.replaceAll((_, counted) -> new Counted(counted.amount() - counted.written(), 0));
            counts.values().removeIf(counted -> counted.amount() == 0);
        }
    }

    private static boolean isOver(Key key, Counted counted, Instant hour) {
        return key.hour().isBefore(hour) && counted.amount() == counted.written();
    }
}
