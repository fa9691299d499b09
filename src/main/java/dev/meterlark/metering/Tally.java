package dev.meterlark.metering;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.RefusedException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
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
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Counts requests and bytes in memory, once they can be paid. What a run of the node has counted of
 * each hour is written, as a whole, every few seconds and when it stops: nothing counts twice, and
 * of a node that dies the last seconds do not count. Its monitor guards the counts; {@link
 * #writing} guards writing them, so that nobody who counts waits for the database.
 */
@Component
public class Tally implements SchedulingConfigurer, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(Tally.class);

    private final MeterLedger ledger;
    private final ObjectProvider<MeterGuard> guards;
    private final TransactionTemplate transaction;
    private final MeterProperties properties;
    private final InstantSource clock;
    private final Object writing = new Object();
    private final Map<Key, Counted> counts = new HashMap<>();
    private RunId run = RunId.random();

    private record Key(AccountId account, Meter meter, String resource, Instant hour) {}

    /**
     * @param run under which they are written; what is counted of an hour that was forgotten is of
     *     a later one
     * @param written of them
     */
    private record Counted(RunId run, long amount, long written) {

        Counted plus(long more) {
            return new Counted(run, amount + more, written);
        }
    }

    Tally(
            MeterLedger ledger,
            ObjectProvider<MeterGuard> guards,
            PlatformTransactionManager transactions,
            MeterProperties properties,
            InstantSource clock) {
        this.ledger = ledger;
        this.guards = guards;
        this.transaction = new TransactionTemplate(transactions);
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(this::write, properties.writeEvery());
    }

    /** What may be counted of a thing, in the hour in which that was asked. */
    public final class Allowed {

        private final Key key;
        private final long most;
        private final List<MeterGuard.Held> held;
        private final AtomicBoolean ended = new AtomicBoolean();

        private Allowed(Key key, long most, List<MeterGuard.Held> held) {
            this.key = key;
            this.most = most;
            this.held = held;
        }

        /** So much was used: the first word ends it. Beyond what is allowed nothing counts. */
        public void count(long amount) {
            if (ended.compareAndSet(false, true)) {
                long counts = Math.min(amount, most);
                Tally.this.count(key, counts);
                held.forEach(each -> each.counted(counts));
            }
        }
    }

    /**
     * Before so much is used at most. Not inside a transaction.
     *
     * @param resource the thing's name within its account
     * @throws RefusedException when it cannot be paid
     */
    public Allowed allow(AccountId account, Meter meter, String resource, long most) {
        Instant now = clock.instant();
        Key key = new Key(account, meter, resource, now.truncatedTo(ChronoUnit.HOURS));
        if (most == 0) {
            return new Allowed(key, 0, List.of());
        }
        return new Allowed(
                key,
                most,
                guards.stream().map(each -> each.reserve(account, now, meter, most)).toList());
    }

    /** The same for what is used in any case, as soon as it may be. */
    public void count(AccountId account, Meter meter, String resource, long amount) {
        allow(account, meter, resource, amount).count(amount);
    }

    /** For what is not refused: when it cannot be paid, nothing of it counts. */
    public Allowed allowOrFree(AccountId account, Meter meter, String resource, long most) {
        try {
            return allow(account, meter, resource, most);
        } catch (RefusedException e) {
            return allow(account, meter, resource, 0);
        }
    }

    private void count(Key key, long amount) {
        if (amount == 0) {
            return;
        }
        boolean full;
        synchronized (this) {
            counts.merge(
                    key, new Counted(run, amount, 0), (before, more) -> before.plus(more.amount()));
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
    public void write() {
        synchronized (writing) {
            List<Runnable> told = guards.stream().map(MeterGuard::gathering).toList();
            List<MeterLedger.Count> fresh = fresh();
            try {
                if (!fresh.isEmpty()) {
                    transaction.executeWithoutResult(_ -> ledger.put(fresh));
                }
                written(fresh);
                told.forEach(Runnable::run);
            } catch (DataAccessException | TransactionException e) {
                LOG.warn("{} counts could not be written; they are later", fresh.size(), e);
            }
        }
    }

    private synchronized List<MeterLedger.Count> fresh() {
        return counts.entrySet().stream()
                .filter(each -> each.getValue().amount() > each.getValue().written())
                .map(each -> of(each.getKey(), each.getValue()))
                .toList();
    }

    private static MeterLedger.Count of(Key key, Counted counted) {
        return new MeterLedger.Count(
                counted.run(),
                key.account(),
                key.meter(),
                key.resource(),
                key.hour(),
                counted.amount());
    }

    /**
     * Hours that are over are forgotten, and when there is too much else, all that is written; what
     * is counted of them from now on is another run's.
     */
    private synchronized void written(List<MeterLedger.Count> fresh) {
        for (MeterLedger.Count each : fresh) {
            counts.computeIfPresent(
                    new Key(each.account(), each.meter(), each.resource(), each.hour()),
                    (_, counted) -> new Counted(counted.run(), counted.amount(), each.amount()));
        }
        Instant hour = clock.instant().truncatedTo(ChronoUnit.HOURS);
        boolean full = counts.size() > properties.maxCounts();
        boolean forgotten =
                counts.entrySet()
                        .removeIf(
                                each ->
                                        each.getValue().amount() == each.getValue().written()
                                                && (full || each.getKey().hour().isBefore(hour)));
        run = forgotten ? RunId.random() : run;
    }
}
