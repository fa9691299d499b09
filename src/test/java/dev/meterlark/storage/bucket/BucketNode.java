package dev.meterlark.storage.bucket;

import dev.meterlark.ManualClock;
import dev.meterlark.metering.NodeMeters;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.platform.ScratchFolder;
import dev.meterlark.shared.AccountId;
import dev.meterlark.storage.StorageGuard;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.transaction.PlatformTransactionManager;

import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The buckets of one node, and an account that has one, {@code images}. */
final class BucketNode implements AutoCloseable {

    private static final BucketProperties PROPERTIES =
            properties(
                    Map.of(
                            "max-size", "1MB",
                            "max-object-size", "512KB",
                            "min-part-size", "4B",
                            "max-parts", "100",
                            "max-uploads", "3"));

    final ScratchDatabase database;
    final ManualClock clock = new ManualClock();
    final AccountId account;
    final Bodies bodies;
    final StrayBodies strays;
    final BucketRows buckets;
    final BucketQuotaRows quotas;
    final BucketMeters meters;
    final NodeMeters metering;
    final EndingUploads ending;
    final Objects objects;
    final Uploads uploads;

    private final PlatformTransactionManager transactions;
    private final Pieces pieces;
    private final ObjectRows rows;
    private final UploadRows uploadRows;
    private final PartRows parts;
    private final ContentText texts;
    private final Placing placing;
    private final BodyWriting writing;
    private final Transfers transfers = new Transfers(PROPERTIES);

    /** What listeners were told, with what was then rolled back. */
    final List<ObjectChange> told = Collections.synchronizedList(new ArrayList<>());

    BucketNode(Path folder) throws IOException {
        this(new ScratchDatabase(), AccountId.random(), disk(folder));
        database.insertAccount(account);
        buckets.insert(Bucket.empty(account, "images", clock.instant()));
    }

    /** Another with the same database, of the same account. */
    BucketNode(BucketNode other, Bodies bodies) {
        this(other.database, other.account, bodies);
    }

    private BucketNode(ScratchDatabase database, AccountId account, Bodies bodies) {
        this.database = database;
        this.account = account;
        this.bodies = bodies;
        transactions = database.transactions();
        pieces = new Pieces(database.template());
        strays =
                new StrayBodies(database.client(), bodies, pieces, transactions, PROPERTIES, clock);
        metering = new NodeMeters(database, clock);
        buckets = new BucketRows(database.client(), metering.ledger());
        meters = new BucketMeters(buckets, metering.tally(), transactions, PROPERTIES, clock);
        rows = new ObjectRows(database.client());
        texts = new ContentText(PROPERTIES, JsonMapper.shared());
        quotas = new BucketQuotaRows(database.client(), PROPERTIES);
        placing =
                new Placing(
                        buckets,
                        rows,
                        strays,
                        texts,
                        quotas,
                        PROPERTIES,
                        new ObjectListeners(List.of(told::add)),
                        new StaticListableBeanFactory().getBeanProvider(StorageGuard.class));
        writing = new BodyWriting(strays, bodies, transactions, PROPERTIES, clock);
        objects = newObjects();
        uploadRows = new UploadRows(database.client());
        parts = new PartRows(database.client());
        ending =
                new EndingUploads(
                        buckets, uploadRows, parts, strays, transactions, PROPERTIES, clock);
        uploads = newUploads();
    }

    private Objects newObjects() {
        ObjectBytes bytes = new ObjectBytes(bodies, pieces);
        return new Objects(
                buckets,
                rows,
                new ObjectWriting(rows, placing, writing, texts, clock),
                new Copying(buckets, rows, placing, pieces, bytes, texts, transactions, clock),
                placing,
                new ObjectListing(rows),
                bytes,
                transfers,
                meters,
                texts,
                transactions,
                clock);
    }

    private Uploads newUploads() {
        return new Uploads(
                buckets,
                uploadRows,
                parts,
                new PartWriting(
                        buckets, uploadRows, parts, strays, placing, writing, PROPERTIES, clock),
                new Completing(
                        buckets,
                        rows,
                        uploadRows,
                        parts,
                        pieces,
                        strays,
                        placing,
                        texts,
                        PROPERTIES,
                        clock),
                ending,
                transfers,
                meters,
                texts,
                PROPERTIES,
                transactions,
                clock);
    }

    static DiskBodies disk(Path folder) throws IOException {
        return new DiskBodies(ScratchFolder.in(folder.resolve("data")));
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

    String read(ObjectFacts facts, long from) throws IOException {
        var text = new StringBuilder();
        objects.read(
                account,
                facts,
                from,
                facts.size() - from,
                bytes -> text.append(new String(bytes.readAllBytes(), StandardCharsets.UTF_8)));
        return text.toString();
    }

    /** Until what is due is gone, and what became due by that. */
    void sweep() {
        clock.forward(Duration.ofMinutes(2));
        strays.sweep(clock.instant());
        strays.sweep(clock.instant());
    }

    /** Names of the files that bodies lie in. */
    static List<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("data/objects"))) {
            return all.filter(Files::isRegularFile).map(p -> p.getFileName().toString()).toList();
        }
    }

    ObjectFacts find(String key) {
        return objects.find(account, "images", key).orElseThrow();
    }

    static ObjectTerms terms(@Nullable ChecksumTerms checksum) {
        return new ObjectTerms(
                "text/plain", Map.of(), StandardHeaders.NONE, -1, null, checksum, false, null);
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
