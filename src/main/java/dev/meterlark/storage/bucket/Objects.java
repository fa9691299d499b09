package dev.meterlark.storage.bucket;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The objects of accounts' buckets: never whole in memory, and whole or not at all. */
@Service
public class Objects {

    private static final TypeReference<Map<String, String>> METADATA = new TypeReference<>() {};

    private final BucketRows buckets;
    private final ObjectRows objects;
    private final ObjectWriting writing;
    private final ObjectListing listing;
    private final StrayBodies strays;
    private final Bodies bodies;
    private final Transfers transfers;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final InstantSource clock;

    Objects(
            BucketRows buckets,
            ObjectRows objects,
            ObjectWriting writing,
            ObjectListing listing,
            StrayBodies strays,
            Bodies bodies,
            Transfers transfers,
            PlatformTransactionManager transactions,
            JsonMapper json,
            InstantSource clock) {
        this.buckets = buckets;
        this.objects = objects;
        this.writing = writing;
        this.listing = listing;
        this.strays = strays;
        this.bodies = bodies;
        this.transfers = transfers;
        this.transaction = new TransactionTemplate(transactions);
        this.json = json;
        this.clock = clock;
    }

    /**
     * On the disk, and committed, when it returns; what was there under the key is there until
     * then, and no longer.
     *
     * @throws RefusedException when there is no such bucket or key, no room, or the terms do not
     *     hold
     * @throws IOException when the bytes cannot be read or written; then nothing has changed
     */
    public ObjectFacts put(
            AccountId account, String bucket, String key, ObjectTerms terms, InputStream bytes)
            throws IOException {
        Bucket found = buckets.find(account, bucket).orElseThrow(Buckets::unknown);
        try (var _ = transfers.begin(account)) {
            return facts(writing.put(found, ObjectKey.parse(key), terms, bytes));
        }
    }

    /** Empty when there is no such object. */
    public Optional<ObjectFacts> find(AccountId account, String bucket, String key) {
        Bucket found = buckets.find(account, bucket).orElseThrow(Buckets::unknown);
        return objects.find(found, ObjectKey.parse(key)).map(this::facts);
    }

    /** What is done with an object's bytes while they are open. */
    @FunctionalInterface
    public interface Reader {

        void read(InputStream bytes) throws IOException;
    }

    /**
     * Opens the bytes of the very writing that the facts are of, also when the object was written
     * anew or deleted a moment ago.
     *
     * @param from the first byte
     */
    public void read(AccountId account, ObjectFacts facts, long from, Reader reader)
            throws IOException {
        try (var _ = transfers.begin(account);
                InputStream bytes = bodies.open(BodyId.parse(facts.version()), from)) {
            reader.read(bytes);
        }
    }

    /**
     * @param condition on the object that is there
     * @return false when there is none, or it does not hold
     */
    public boolean delete(
            AccountId account, String bucket, String key, Predicate<ObjectFacts> condition) {
        ObjectKey parsed = ObjectKey.parse(key);
        return Boolean.TRUE.equals(
                transaction.execute(_ -> deleted(account, bucket, parsed, condition)));
    }

    private boolean deleted(
            AccountId account, String name, ObjectKey key, Predicate<ObjectFacts> condition) {
        Bucket bucket = buckets.lock(account, name).orElseThrow(Buckets::unknown);
        Optional<Stored> there =
                objects.find(bucket, key).filter(stored -> condition.test(facts(stored)));
        there.ifPresent(
                stored -> {
                    objects.delete(bucket, key);
                    strays.release(stored.body(), clock.instant());
                    buckets.add(bucket, -1, -stored.written().size());
                });
        return there.isPresent();
    }

    public ObjectList list(AccountId account, String bucket, ObjectQuery query) {
        Bucket found = buckets.find(account, bucket).orElseThrow(Buckets::unknown);
        return listing.list(found, query, this::facts);
    }

    private ObjectFacts facts(Stored stored) {
        String metadata = stored.metadata();
        return new ObjectFacts(
                stored.key().text(),
                stored.body().toString(),
                stored.written().size(),
                stored.etag(),
                stored.written().sha256(),
                stored.contentType(),
                metadata == null ? Map.of() : json.readValue(metadata, METADATA),
                stored.changedAt());
    }

    /** The same for those that are another account's. */
    public static RefusedException unknown() {
        return new RefusedException(ErrorCode.NOT_FOUND, "there is no such object in this account");
    }
}
