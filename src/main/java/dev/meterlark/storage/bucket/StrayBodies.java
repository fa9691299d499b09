package dev.meterlark.storage.bucket;

import dev.meterlark.platform.Columns;
import dev.meterlark.platform.DurableSteps;
import dev.meterlark.shared.AccountId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/**
 * Bytes that no object has. They are announced before they are written and claimed in the
 * transaction that gives them to an object, so whatever is in neither place is not there.
 */
@Component
class StrayBodies implements SchedulingConfigurer {

    private static final Logger LOG = LoggerFactory.getLogger(StrayBodies.class);
    private static final int CHUNK = 500;

    private final JdbcClient jdbc;
    private final Bodies bodies;
    private final Pieces pieces;
    private final TransactionTemplate transaction;
    private final BucketProperties properties;
    private final InstantSource clock;

    StrayBodies(
            JdbcClient jdbc,
            Bodies bodies,
            Pieces pieces,
            PlatformTransactionManager transactions,
            BucketProperties properties,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.bodies = bodies;
        this.pieces = pieces;
        this.transaction = new TransactionTemplate(transactions);
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(() -> sweep(clock.instant()), properties.sweepEvery());
    }

    /** In a transaction of its own, before the first byte is written. */
    void announce(BodyId body, Instant now) {
        add(body, now.plus(properties.unfinishedFor()));
    }

    /** In the transaction that takes it from its object. */
    void release(BodyId body, Instant now) {
        add(body, now.plus(properties.releasedFor()));
    }

    /** In the transaction that takes them from all objects and uploads of an account. */
    void releaseAll(AccountId account, Instant now) {
        Instant due = now.plus(properties.releasedFor());
        release("select body_id from bucket_object where account_id = ?", account, due);
        release(
                "select body_id from upload_part join bucket_upload on id = upload_id"
                        + " where account_id = ?",
                account,
                due);
    }

    private void release(String bodies, AccountId account, Instant due) {
        jdbc.sql(
                        "insert into stray_body (body_id, due_at)"
                                + " select body_id, cast(? as timestamp with time zone)"
                                + " from (%s) released".formatted(bodies))
                .param(Columns.instant(due))
                .param(account.value())
                .update();
    }

    /** In the transaction that gives it to an object: false when it was too late. */
    boolean claim(BodyId body) {
        return jdbc.sql("delete from stray_body where body_id = ?").param(body.value()).update()
                == 1;
    }

    /** At once, what will never be an object's. */
    void discard(BodyId body) {
        delete(body);
    }

    void sweep(Instant now) {
        List<UUID> due;
        do {
            due =
                    jdbc.sql("select body_id from stray_body where due_at <= ? limit ?")
                            .param(Columns.instant(now))
                            .param(CHUNK)
                            .query(UUID.class)
                            .list();
            long deleted = due.stream().filter(id -> delete(new BodyId(id))).count();
            if (deleted == 0) {
                return; // nothing is due, or nothing can be deleted now
            }
        } while (due.size() == CHUNK);
    }

    private boolean delete(BodyId body) {
        try {
            return Boolean.TRUE.equals(transaction.execute(_ -> deleteHeld(body)));
        } catch (UncheckedIOException | DataAccessException e) {
            LOG.warn("the bytes {} could not be deleted; it is tried again later", body, e);
            return false;
        }
    }

    /**
     * Holds the row while the bytes go: whoever claims it at the same moment finds it gone, or has
     * it and is left alone. The row goes last, so that a crash in between deletes once more. What
     * lies in pieces is not deleted itself: those of them that nobody else has are due from now on.
     */
    private boolean deleteHeld(BodyId body) {
        boolean held =
                jdbc.sql("select 1 from stray_body where body_id = ? for update skip locked")
                        .param(body.value())
                        .query((_, _) -> true)
                        .optional()
                        .isPresent();
        if (!held) {
            return false;
        }
        if (pieces.has(body)) {
            List<BodyId> unused = pieces.giveBack(body);
            claim(body);
            unused.forEach(each -> add(each, clock.instant()));
            DurableSteps.commit("object.pieces");
            return true;
        }
        try {
            bodies.delete(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return claim(body);
    }

    private void add(BodyId body, Instant due) {
        jdbc.sql("insert into stray_body (body_id, due_at) values (?, ?)")
                .param(body.value())
                .param(Columns.instant(due))
                .update();
    }
}
