package dev.meterlark.trigger.database;

import org.apache.kafka.connect.runtime.WorkerConfig;
import org.apache.kafka.connect.storage.MemoryOffsetBackingStore;

import tools.jackson.databind.json.JsonMapper;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the engine's offsets with the trigger. The engine, which makes it by its name, tells the
 * database that its log may go only after they were written.
 */
public final class StoredOffsets extends MemoryOffsetBackingStore {

    /** Of the engine's settings: which run. */
    static final String RUN = "meterlark.run";

    private static final JsonMapper JSON = new JsonMapper();

    private String run = "";

    public StoredOffsets() {}

    @Override
    public void configure(WorkerConfig config) {
        super.configure(config);
        run = String.valueOf(config.originals().get(RUN));
    }

    @Override
    public synchronized void start() {
        super.start();
        Run.Open.named(run).position().ifPresent(this::load);
    }

    private void load(byte[] position) {
        JSON.readTree(position)
                .properties()
                .forEach(each -> data.put(bytes(each.getKey()), bytes(each.getValue().asString())));
    }

    /** Where a binary log is to be read on; empty for other databases, and within a snapshot. */
    static Optional<BinlogPlace> binlogPlace(byte[] position) {
        return JSON.readTree(position).properties().stream()
                .map(each -> JSON.readTree(Base64.getDecoder().decode(each.getValue().asString())))
                .filter(offset -> offset.has("file") && !offset.has("snapshot"))
                .map(
                        offset ->
                                new BinlogPlace(
                                        offset.path("file").asString(),
                                        offset.path("pos").asLong(0),
                                        offset.path("event").asLong(0),
                                        offset.path("row").asLong(0)))
                .findFirst();
    }

    @Override
    protected void save() {
        Run open = Run.Open.named(run);
        try {
            Map<String, String> texts = new LinkedHashMap<>();
            data.forEach(
                    (key, value) -> {
                        if (key != null && value != null) {
                            texts.put(text(key), text(value));
                        }
                    });
            open.move(JSON.writeValueAsBytes(texts));
        } catch (RuntimeException e) {
            open.broken(e);
            throw e;
        }
    }

    @Override
    public Set<Map<String, Object>> connectorPartitions(String connectorName) {
        return Set.of();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(Base64.getDecoder().decode(text));
    }

    private static String text(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return Base64.getEncoder().encodeToString(copy);
    }
}
