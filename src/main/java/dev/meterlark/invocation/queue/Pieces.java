package dev.meterlark.invocation.queue;

import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Bytes that are too long for a row, in pieces. */
final class Pieces {

    /** Longer than this, rows are moved about for nothing. */
    private static final int INLINE = 8 * 1024;

    /** The longest that H2 has a column for. */
    private static final int PIECE = 1 << 20;

    private final JdbcTemplate jdbc;
    private final int part;

    private Pieces(JdbcTemplate jdbc, int part) {
        this.jdbc = jdbc;
        this.part = part;
    }

    static Pieces ofEvents(JdbcTemplate jdbc) {
        return new Pieces(jdbc, 0);
    }

    static Pieces ofResponses(JdbcTemplate jdbc) {
        return new Pieces(jdbc, 1);
    }

    /** What the row itself holds; null when the bytes have to go into pieces. */
    static byte @Nullable [] inline(byte[] bytes) {
        return bytes.length <= INLINE ? bytes : null;
    }

    void write(InvocationId call, byte[] bytes) {
        List<Object[]> rows = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += PIECE) {
            byte[] piece = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PIECE));
            rows.add(new Object[] {call.value(), part, from / PIECE, piece});
        }
        jdbc.batchUpdate(
                "insert into async_bytes (call_id, part, piece, bytes) values (?, ?, ?, ?)", rows);
    }

    byte[] read(InvocationId call) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        jdbc.queryForList(
                        "select bytes from async_bytes where call_id = ? and part = ? order by"
                                + " piece",
                        byte[].class,
                        call.value(),
                        part)
                .forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }

    void delete(List<InvocationId> calls) {
        jdbc.batchUpdate(
                "delete from async_bytes where call_id = ? and part = ?",
                calls.stream().map(call -> new Object[] {call.value(), part}).toList());
    }
}
