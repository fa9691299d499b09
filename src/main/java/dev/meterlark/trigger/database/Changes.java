package dev.meterlark.trigger.database;

import io.debezium.embedded.EmbeddedEngineChangeEvent;
import io.debezium.engine.ChangeEvent;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes CloudEvents of what the engine read. An event that is read again, after a crash, is the
 * same to the letter; therefore what tells of the reading is left out. Used by one thread.
 */
final class Changes {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private static final Set<String> OPERATIONS = Set.of("c", "u", "d", "r");

    private static final List<String> KEPT = List.of("op", "before", "after", "source");

    private final String source;
    private final String engine;
    private final String type;
    private final int shards;
    private String place = "";
    private int numberInPlace;

    Changes(DatabaseTrigger asked) {
        this.source =
                "%s://%s:%d/%s"
                        .formatted(asked.engine(), asked.place(), asked.number(), asked.name());
        this.engine = asked.kind().text();
        this.type = "dev.meterlark.database.change";
        this.shards = asked.choices().shards();
    }

    /** Empty for what the engine says of itself, and for messages, by which an idle slot moves. */
    Optional<Change> of(ChangeEvent<String, String> read) {
        String here = place(read);
        numberInPlace = here.equals(place) ? numberInPlace + 1 : 0;
        place = here;
        String value = read.value();
        if (value == null) {
            return Optional.empty();
        }
        JsonNode whole = JSON.readTree(value);
        JsonNode row = whole.path("source");
        if (!OPERATIONS.contains(whole.path("op").asString(""))) {
            return Optional.empty();
        }
        return Optional.of(change(read.key(), whole, row, value.length()));
    }

    private Change change(@Nullable String key, JsonNode whole, JsonNode row, int length) {
        Instant at = Instant.ofEpochMilli(row.path("ts_ms").asLong(0));
        String table = container(row) + "." + row.path("table").asString("");
        String id = place + "-" + numberInPlace;
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("specversion", "1.0");
        event.put("id", id);
        event.put("source", source);
        event.put("type", type);
        event.put("subject", table);
        event.put("time", at.toString());
        event.put("datacontenttype", "application/json");
        ObjectNode data = event.putObject("data");
        KEPT.forEach(member -> data.set(member, whole.path(member)));
        if (row instanceof ObjectNode known) {
            known.put("connector", engine); // one reads both MariaDB and MySQL
            known.remove("sequence"); // says what was read before
        }
        return new Change(id, shard(table, key), event, length, at);
    }

    private static String container(JsonNode row) {
        return row.path(row.has("schema") ? "schema" : "db").asString("");
    }

    private int shard(String table, @Nullable String key) {
        return Math.floorMod((table + key).hashCode(), shards);
    }

    /**
     * Where in the database's log it was read, the same whenever it is read. Several rows may share
     * a place of PostgreSQL's: they came with one COPY.
     */
    static String place(ChangeEvent<String, String> read) {
        Map<String, ?> offset =
                ((EmbeddedEngineChangeEvent<?, ?, ?>) read).sourceRecord().sourceOffset();
        Object lsn = offset.get("lsn");
        String snapshot = offset.containsKey("snapshot") ? "s" : "";
        if (lsn != null) {
            return snapshot + lsn;
        }
        return BinlogPlace.of(offset) + snapshot;
    }

    /** Whether several rows may share a place, between which the engine cannot begin again. */
    static boolean mayShareItsPlace(ChangeEvent<String, String> read) {
        return ((EmbeddedEngineChangeEvent<?, ?, ?>) read)
                .sourceRecord()
                .sourceOffset()
                .containsKey("lsn");
    }
}
