package dev.meterlark.storage.bucket;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * Bodies that objects are put together from, some of them more than one object's. An object's
 * pieces stay when it is deleted, until its bytes are due: then each is given back, and a body that
 * nobody uses any more is deleted like any other.
 */
@Component
class Pieces {

    private final JdbcTemplate batches;
    private final JdbcClient jdbc;

    Pieces(JdbcTemplate batches) {
        this.batches = batches;
        this.jdbc = JdbcClient.create(batches);
    }

    record Piece(BodyId body, long bytes) {}

    /** In their order; empty when the version's body is its own alone. */
    List<Piece> of(BodyId version) {
        return jdbc.sql(
                        "select body_id, bytes from object_piece where version_id = ?"
                                + " order by piece")
                .param(version.value())
                .query(
                        (row, _) ->
                                new Piece(
                                        new BodyId(row.getObject("body_id", UUID.class)),
                                        row.getLong("bytes")))
                .list();
    }

    boolean has(BodyId version) {
        return jdbc.sql("select 1 from object_piece where version_id = ? limit 1")
                .param(version.value())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** Bodies that are nobody else's. */
    void give(BodyId version, List<Piece> pieces) {
        List<Object[]> rows = new ArrayList<>(pieces.size());
        for (Piece piece : pieces) {
            rows.add(
                    new Object[] {
                        version.value(), rows.size() + 1, piece.body().value(), piece.bytes()
                    });
        }
        batches.batchUpdate(
                "insert into object_piece (version_id, piece, body_id, bytes) values (?, ?, ?, ?)",
                rows);
    }

    /**
     * Gives another object what this one has. The caller holds the bucket that has it, so it cannot
     * go meanwhile.
     *
     * @return how many pieces that are
     */
    int share(Stored from, BodyId to) {
        List<Piece> pieces = of(from.version());
        if (pieces.isEmpty()) {
            pieces = List.of(new Piece(from.version(), from.size()));
            give(from.version(), pieces);
        }
        inOrder(pieces).forEach(this::use);
        give(to, pieces);
        return pieces.size();
    }

    private void use(BodyId body) {
        int shared =
                jdbc.sql("update shared_body set uses = uses + 1 where body_id = ?")
                        .param(body.value())
                        .update();
        if (shared == 0) {
            jdbc.sql("insert into shared_body (body_id, uses) values (?, 2)")
                    .param(body.value())
                    .update();
        }
    }

    /**
     * Takes a version's pieces from it, when its bytes are due.
     *
     * @return bodies that nobody has any more
     */
    List<BodyId> giveBack(BodyId version) {
        List<BodyId> unused = inOrder(of(version)).stream().filter(this::isLastUse).toList();
        jdbc.sql("delete from object_piece where version_id = ?").param(version.value()).update();
        return unused;
    }

    /** A body that was never shared has no row. */
    private boolean isLastUse(BodyId body) {
        jdbc.sql("update shared_body set uses = uses - 1 where body_id = ?")
                .param(body.value())
                .update();
        Integer left =
                jdbc.sql("select uses from shared_body where body_id = ?")
                        .param(body.value())
                        .query(Integer.class)
                        .optional()
                        .orElse(0);
        if (left == 0) {
            jdbc.sql("delete from shared_body where body_id = ?").param(body.value()).update();
        }
        return left == 0;
    }

    /** One order for all, so that no two wait for each other. */
    private static List<BodyId> inOrder(List<Piece> pieces) {
        return pieces.stream()
                .map(Piece::body)
                .sorted(Comparator.comparing(BodyId::value))
                .toList();
    }
}
