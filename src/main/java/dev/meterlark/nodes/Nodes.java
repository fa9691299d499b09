package dev.meterlark.nodes;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** Each node writes down how it stands; whoever is asked knows of all. */
@Component
public class Nodes implements SchedulingConfigurer {

    private static final Logger LOG = LoggerFactory.getLogger(Nodes.class);

    /** More nodes than this are not shown: those heard of last. */
    private static final int MOST = 200;

    /** What a node of an earlier release does not say is nought. */
    private static final ObjectReader READING =
            JsonMapper.shared()
                    .readerFor(NodeReading.class)
                    .without(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    private final JdbcClient jdbc;
    private final NodeReader reader;
    private final NodeProperties properties;
    private final JsonMapper json;
    private final InstantSource clock;
    private final NodeHistory history;
    private final NodeRunId here = NodeRunId.random();
    private final Instant startedAt;

    Nodes(
            JdbcClient jdbc,
            NodeReader reader,
            NodeProperties properties,
            JsonMapper json,
            NodeHistory history,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.reader = reader;
        this.properties = properties;
        this.json = json;
        this.history = history;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(this::tellOrLog, properties.every());
    }

    private void tellOrLog() {
        try {
            tell();
        } catch (RuntimeException e) {
            LOG.warn("how this node stands could not be written down; trying again later", e);
        }
    }

    void tell() {
        Instant now = clock.instant();
        NodeReading read = reader.read();
        String reading = json.writeValueAsString(read);
        int updated =
                jdbc.sql("update node_reading set seen_at = ?, reading = ? where id = ?")
                        .param(at(now))
                        .param(reading)
                        .param(here.id())
                        .update();
        if (updated == 0) {
            jdbc.sql(
                            "insert into node_reading (id, started_at, seen_at, reading)"
                                    + " values (?, ?, ?, ?)")
                    .param(here.id())
                    .param(at(startedAt))
                    .param(at(now))
                    .param(reading)
                    .update();
        }
        Instant forgotten = now.minus(properties.forgottenAfter());
        jdbc.sql("delete from node_reading where seen_at < ?").param(at(forgotten)).update();
        history.add(here.id(), now, read);
        history.forget(forgotten);
    }

    /** As each was heard of last, those that are there first. */
    public List<Node> all() {
        Instant lost = clock.instant().minus(properties.lostAfter());
        return jdbc.sql("select * from node_reading order by seen_at desc, id limit ?")
                .param(MOST)
                .query((row, _) -> node(row, lost))
                .list();
    }

    /** How this one stands now. */
    public NodeReading reading() {
        return reader.read();
    }

    private Node node(ResultSet row, Instant lost) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        Instant seenAt = row.getObject("seen_at", OffsetDateTime.class).toInstant();
        return new Node(
                id,
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                seenAt,
                id.equals(here.id()),
                seenAt.isBefore(lost),
                READING.readValue(row.getString("reading")));
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
