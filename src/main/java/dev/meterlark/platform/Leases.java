package dev.meterlark.platform;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Names of which each is held by one process at a time, over all nodes: what needs "one of us".
 * Whoever holds one renews it before its time is over; who comes too late has lost it, and what it
 * guards by the epoch changes nothing any more. Times are the database's.
 */
@Component
public class Leases {

    private static final String RENEW =
            "update named_lease set held_until = ?"
                    + " where name = ? and epoch = ? and held_until > ?";

    private final JdbcTemplate batches;
    private final JdbcClient jdbc;
    private final TransactionTemplate own;
    private final DatabaseClock clock;

    public Leases(
            JdbcTemplate batches, PlatformTransactionManager transactions, DatabaseClock clock) {
        this.batches = batches;
        this.jdbc = JdbcClient.create(batches);
        this.own = new TransactionTemplate(transactions);
        this.own.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);
        this.clock = clock;
    }

    /**
     * In a transaction of its own.
     *
     * @param name up to 200 characters, and with what it is for: {@code feed/…}
     * @return empty when another holds it
     */
    public Optional<HeldLease> take(String name, Duration length) {
        Instant now = clock.now();
        Optional<HeldLease> free =
                Objects.requireNonNull(own.execute(_ -> takeOver(name, now, now.plus(length))));
        return free.isPresent() ? free : makeFirst(name, now.plus(length));
    }

    private Optional<HeldLease> takeOver(String name, Instant now, Instant until) {
        int taken =
                jdbc.sql(
                                "update named_lease set epoch = epoch + 1, held_until = ?"
                                        + " where name = ? and held_until <= ?")
                        .param(Columns.instant(until))
                        .param(name)
                        .param(Columns.instant(now))
                        .update();
        return taken == 0
                ? Optional.empty()
                : jdbc.sql("select epoch from named_lease where name = ?")
                        .param(name)
                        .query(Long.class)
                        .optional()
                        .map(epoch -> new HeldLease(name, epoch));
    }

    private Optional<HeldLease> makeFirst(String name, Instant until) {
        if (isKnown(name)) {
            return Optional.empty();
        }
        try {
            own.executeWithoutResult(
                    _ ->
                            jdbc.sql(
                                            "insert into named_lease (name, epoch, held_until)"
                                                    + " values (?, 1, ?)")
                                    .param(name)
                                    .param(Columns.instant(until))
                                    .update());
            return Optional.of(new HeldLease(name, 1));
        } catch (DuplicateKeyException e) {
            return Optional.empty(); // another was faster
        }
    }

    private boolean isKnown(String name) {
        return jdbc.sql("select 1 from named_lease where name = ?")
                .param(name)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** Whether it was still held; then it is, for so long from now on. */
    public boolean renew(HeldLease lease, Duration length) {
        return renewAll(List.of(lease), length).isEmpty();
    }

    /**
     * The same for several at once.
     *
     * @return those that were lost
     */
    public List<HeldLease> renewAll(List<HeldLease> leases, Duration length) {
        OffsetDateTime now = Columns.instant(clock.now());
        OffsetDateTime until = Columns.instant(clock.now().plus(length));
        List<HeldLease> lost = new ArrayList<>();
        int[] renewed =
                Objects.requireNonNull(
                        own.execute(
                                _ ->
                                        batches.batchUpdate(
                                                RENEW,
                                                leases.stream()
                                                        .map(each -> columns(each, now, until))
                                                        .toList())));
        for (int i = 0; i < renewed.length; i++) {
            if (renewed[i] == 0) {
                lost.add(leases.get(i));
            }
        }
        return lost;
    }

    private static Object[] columns(HeldLease lease, OffsetDateTime now, OffsetDateTime until) {
        return new Object[] {until, lease.name(), lease.epoch(), now};
    }

    /** The names that somebody holds now, of those that begin so. */
    public Set<String> held(String prefix) {
        return Set.copyOf(
                jdbc.sql(
                                "select name from named_lease where name >= ? and name < ?"
                                        + " and held_until > ?")
                        .param(prefix)
                        .param(prefix + Character.MAX_VALUE)
                        .param(Columns.instant(clock.now()))
                        .query(String.class)
                        .list());
    }

    /** Another may take it at once. Does nothing when another has it by now. */
    public void release(HeldLease lease) {
        Instant now = clock.now();
        own.executeWithoutResult(
                _ ->
                        jdbc.sql(
                                        "update named_lease set held_until = ?"
                                                + " where name = ? and epoch = ?")
                                .param(Columns.instant(now))
                                .param(lease.name())
                                .param(lease.epoch())
                                .update());
    }

    /**
     * Whether it is held; if so, nobody takes it over before the caller's transaction ends, which
     * should be soon.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean guard(HeldLease lease) {
        return jdbc.sql(
                        "select epoch from named_lease where name = ? and epoch = ?"
                                + " and held_until > ? for update")
                .param(lease.name())
                .param(lease.epoch())
                .param(Columns.instant(clock.now()))
                .query(Long.class)
                .optional()
                .isPresent();
    }

    /** For good: with what it was for. The next holder of the name begins at the first epoch. */
    public void forget(String name) {
        jdbc.sql("delete from named_lease where name = ?").param(name).update();
    }
}
