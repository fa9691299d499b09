package dev.meterlark.storage.bucket;

import dev.meterlark.ManualClock;
import dev.meterlark.platform.Columns;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.platform.ScratchFolder;
import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The buckets of one node, and an account that has one, {@code images}. */
final class BucketNode implements AutoCloseable {

    final ScratchDatabase database = new ScratchDatabase();
    final ManualClock clock = new ManualClock();
    final AccountId account = AccountId.random();
    final DiskBodies bodies;
    final StrayBodies strays;
    final BucketRows buckets;
    final Objects objects;

    BucketNode(Path folder) throws IOException {
        BucketProperties properties =
                properties(Map.of("max-size", "1MB", "max-object-size", "512KB"));
        bodies = new DiskBodies(ScratchFolder.in(folder.resolve("data")));
        strays =
                new StrayBodies(
                        database.client(), bodies, database.transactions(), properties, clock);
        buckets = new BucketRows(database.client());
        ObjectRows rows = new ObjectRows(database.client());
        JsonMapper json = JsonMapper.shared();
        objects =
                new Objects(
                        buckets,
                        rows,
                        new ObjectWriting(
                                buckets,
                                rows,
                                strays,
                                bodies,
                                database.transactions(),
                                properties,
                                json,
                                clock),
                        new ObjectListing(rows),
                        strays,
                        bodies,
                        new Transfers(properties),
                        database.transactions(),
                        json,
                        clock);
        database.client()
                .sql(
                        "insert into account"
                                + " values (?, 'Acme', 'acme', '1', 'OPEN', false, 9, 9, 9, ?, 0)")
                .param(account.value())
                .param(Columns.instant(clock.instant()))
                .update();
        buckets.insert(new Bucket(BucketId.random(), account, "images", 0, 0, clock.instant()));
    }

    ObjectFacts put(String key, String text) throws IOException {
        return put(key, text, null);
    }

    ObjectFacts put(String key, String text, @Nullable String md5) throws IOException {
        return objects.put(
                account,
                "images",
                key,
                new ObjectTerms("text/plain", Map.of(), -1, md5, false, null),
                bytes(text));
    }

    static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    static BucketProperties properties(Map<String, String> settings) {
        Map<String, String> whole = new HashMap<>();
        settings.forEach((key, value) -> whole.put("meterlark.storage.buckets." + key, value));
        return new Binder(new MapConfigurationPropertySource(whole))
                .bindOrCreate("meterlark.storage.buckets", BucketProperties.class);
    }

    @Override
    public void close() {
        database.close();
    }
}
