package dev.meterlark.nodes;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** How nodes stood, minute by minute, for as long as a silent one is remembered. */
@Component
public class NodeHistory {

    /** A day of eight nodes, and some. */
    private static final int MOST = 20_000;

    private final JdbcClient jdbc;

    NodeHistory(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A node in one minute, as it said last in it.
     *
     * @param name of its machine
     * @param sandboxes that it had, whatever they did
     * @param calls that ran there since its start
     */
    public record Minute(
            UUID node,
            String name,
            Instant at,
            long sandboxes,
            long sandboxBytes,
            long heapBytes,
            long calls) {}

    /** What a node says later in a minute takes the place of what it said before. */
    void add(UUID node, Instant now, NodeReading reading) {
        OffsetDateTime minute = at(now.truncatedTo(ChronoUnit.MINUTES));
        long sandboxes = reading.busy() + reading.idle() + reading.blank();
        int updated =
                jdbc.sql(
                                "update node_minute set sandboxes = ?, sandbox_bytes = ?,"
                                    + " heap_bytes = ?, calls = ? where node = ? and of_minute = ?")
                        .params(
                                sandboxes,
                                reading.sandboxBytes(),
                                reading.heapBytes(),
                                reading.calls(),
                                node,
                                minute)
                        .update();
        if (updated == 0) {
            jdbc.sql(
                            "insert into node_minute (sandboxes, sandbox_bytes, heap_bytes, calls,"
                                    + " node, of_minute, name) values (?, ?, ?, ?, ?, ?, ?)")
                    .params(
                            sandboxes,
                            reading.sandboxBytes(),
                            reading.heapBytes(),
                            reading.calls(),
                            node,
                            minute,
                            reading.name())
                    .update();
        }
    }

    void forget(Instant before) {
        jdbc.sql("delete from node_minute where of_minute < ?").param(at(before)).update();
    }

    /** In order of time; of more than can be drawn, the newest. */
    public List<Minute> since(Instant from) {
        return jdbc.sql(
                        "select * from node_minute where of_minute >= ? order by of_minute desc"
                                + " limit ?")
                .params(at(from), MOST)
                .query((row, _) -> minute(row))
                .list()
                .reversed();
    }

    private static Minute minute(ResultSet row) throws SQLException {
        return new Minute(
                row.getObject("node", UUID.class),
                row.getString("name"),
                row.getObject("of_minute", OffsetDateTime.class).toInstant(),
                row.getLong("sandboxes"),
                row.getLong("sandbox_bytes"),
                row.getLong("heap_bytes"),
                row.getLong("calls"));
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
