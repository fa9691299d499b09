package dev.meterlark.edge;

import dev.meterlark.platform.Columns;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.io.ByteArrayOutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** First requests by their key, and the answers that they had. */
@Component
class IdempotentPosts {

    private static final int PIECE = 1 << 20;

    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final IdempotencyProperties properties;
    private final InstantSource clock;

    IdempotentPosts(
            JdbcClient database,
            PlatformTransactionManager transactions,
            IdempotencyProperties properties,
            InstantSource clock) {
        this.database = database;
        this.transaction = new TransactionTemplate(transactions);
        this.properties = properties;
        this.clock = clock;
    }

    enum State {
        RUNNING,
        ANSWERED,
        SECRET
    }

    record Answer(int status, String headers, byte[] body) {}

    /** What is there under a key. */
    record Found(
            UUID attempt,
            byte[] requestHash,
            State state,
            int status,
            @Nullable String headers,
            Instant startedAt) {}

    /**
     * Takes the key for this attempt.
     *
     * @return what is there already; empty when this attempt is the one to run
     */
    Optional<Found> begin(IdempotentRequest request, AttemptId attempt) {
        Instant now = clock.instant();
        for (int tries = 0; tries < 3; tries++) {
            if (insert(request, attempt, now)) {
                return Optional.empty();
            }
            Optional<Found> found = find(request.id());
            if (found.isPresent() && !isLost(found.get(), now)) {
                return found;
            }
            found.ifPresent(f -> delete(request.id(), f.attempt()));
        }
        throw new IllegalStateException("an idempotency key changed hands three times at once");
    }

    /** Keeps the answer, unless another attempt took over meanwhile. */
    void answered(IdempotentRequest request, AttemptId attempt, Answer answer) {
        transaction.executeWithoutResult(
                _ -> {
                    int mine =
                            database.sql(
                                            "update idempotent_post set state = ?, status = ?,"
                                                    + " headers = ? where id = ? and attempt = ?")
                                    .param(State.ANSWERED.name())
                                    .param(answer.status())
                                    .param(answer.headers())
                                    .param(request.id())
                                    .param(attempt.value())
                                    .update();
                    if (mine == 1) {
                        writePieces(request.id(), attempt.value(), answer.body());
                    }
                });
    }

    void answeredWithSecret(IdempotentRequest request, AttemptId attempt) {
        database.sql("update idempotent_post set state = ? where id = ? and attempt = ?")
                .param(State.SECRET.name())
                .param(request.id())
                .param(attempt.value())
                .update();
    }

    /** As if it had never come: the next request with the key runs. */
    void forget(IdempotentRequest request, AttemptId attempt) {
        delete(request.id(), attempt.value());
    }

    byte[] body(IdempotentRequest request, Found found) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        database.sql(
                        "select bytes from idempotent_answer where post_id = ? and attempt = ?"
                                + " order by piece")
                .param(request.id())
                .param(found.attempt())
                .query(byte[].class)
                .list()
                .forEach(body::writeBytes);
        return body.toByteArray();
    }

    @Scheduled(fixedDelayString = "PT10M", initialDelayString = "PT10M")
    void forgetExpired() {
        database.sql("delete from idempotent_post where expires_at < ?")
                .param(Columns.instant(clock.instant()))
                .update();
    }

    private boolean insert(IdempotentRequest request, AttemptId attempt, Instant now) {
        try {
            database.sql(
                            "insert into idempotent_post (id, account_id, attempt, request_hash,"
                                + " state, started_at, expires_at) values (?, ?, ?, ?, ?, ?, ?)")
                    .param(request.id())
                    .param(request.account())
                    .param(attempt.value())
                    .param(request.hash())
                    .param(State.RUNNING.name())
                    .param(Columns.instant(now))
                    .param(Columns.instant(now.plus(properties.kept())))
                    .update();
            return true;
        } catch (DuplicateKeyException theirs) {
            return false;
        }
    }

    private Optional<Found> find(byte[] id) {
        return database.sql(
                        "select attempt, request_hash, state, status, headers, started_at from"
                                + " idempotent_post where id = ?")
                .param(id)
                .query(IdempotentPosts::found)
                .optional();
    }

    private static Found found(ResultSet row, int number) throws SQLException {
        return new Found(
                row.getObject("attempt", UUID.class),
                row.getBytes("request_hash"),
                State.valueOf(row.getString("state")),
                row.getInt("status"),
                row.getString("headers"),
                row.getObject("started_at", OffsetDateTime.class).toInstant());
    }

    private boolean isLost(Found found, Instant now) {
        boolean expired = now.isAfter(found.startedAt().plus(properties.kept()));
        boolean overdue = now.isAfter(found.startedAt().plus(properties.longestRequest()));
        return expired || (found.state() == State.RUNNING && overdue);
    }

    private void delete(byte[] id, UUID attempt) {
        database.sql("delete from idempotent_post where id = ? and attempt = ?")
                .params(List.of(id, attempt))
                .update();
    }

    private void writePieces(byte[] id, UUID attempt, byte[] body) {
        for (int from = 0, piece = 0; from < body.length; from += PIECE, piece++) {
            database.sql(
                            "insert into idempotent_answer (post_id, attempt, piece, bytes) values"
                                    + " (?, ?, ?, ?)")
                    .param(id)
                    .param(attempt)
                    .param(piece)
                    .param(Arrays.copyOfRange(body, from, Math.min(body.length, from + PIECE)))
                    .update();
        }
    }
}
