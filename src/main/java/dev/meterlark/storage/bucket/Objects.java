package dev.meterlark.storage.bucket;

import dev.meterlark.metering.Tally;
import dev.meterlark.platform.DurableSteps;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The objects of accounts' buckets: never whole in memory, and whole or not at all. */
@Service
public class Objects {

    /** Objects that are deleted at once. */
    public static final int MOST_DELETED = 1_000;

    private final BucketRows buckets;
    private final ObjectRows objects;
    private final ObjectWriting writing;
    private final Copying copying;
    private final Placing placing;
    private final ObjectListing listing;
    private final ObjectBytes bytes;
    private final Transfers transfers;
    private final BucketMeters meters;
    private final ContentText texts;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    Objects(
            BucketRows buckets,
            ObjectRows objects,
            ObjectWriting writing,
            Copying copying,
            Placing placing,
            ObjectListing listing,
            ObjectBytes bytes,
            Transfers transfers,
            BucketMeters meters,
            ContentText texts,
            PlatformTransactionManager transactions,
            InstantSource clock) {
        this.buckets = buckets;
        this.objects = objects;
        this.writing = writing;
        this.copying = copying;
        this.placing = placing;
        this.listing = listing;
        this.bytes = bytes;
        this.transfers = transfers;
        this.meters = meters;
        this.texts = texts;
        this.transaction = new TransactionTemplate(transactions);
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
        meters.written(account, bucket);
        try (var _ = transfers.begin(account)) {
            return texts.facts(found, writing.put(found, ObjectKey.parse(key), terms, bytes));
        }
    }

    /**
     * Committed when it returns. The copy's bytes are the original's; none are written.
     *
     * @param condition on the original; when it does not hold, there is none
     * @throws IOException when a checksum was wanted that the original has not, and its bytes
     *     cannot be read
     */
    public ObjectFacts copy(
            AccountId account,
            ObjectPlace from,
            Predicate<ObjectFacts> condition,
            ObjectPlace to,
            CopyTerms terms)
            throws IOException {
        ObjectTerms replaced = terms.replaced();
        Content content = replaced == null ? null : texts.checked(replaced);
        ObjectKey.parse(to.key());
        meters.written(account, to.bucket());
        try (var _ = transfers.begin(account)) {
            return copying.copy(new Copying.Order(account, from, to, terms, condition, content));
        }
    }

    /** Empty when there is no such object. */
    public Optional<ObjectFacts> find(AccountId account, String bucket, String key) {
        Bucket found = buckets.find(account, bucket).orElseThrow(Buckets::unknown);
        meters.read(account, bucket);
        return objects.find(found, ObjectKey.parse(key)).map(stored -> texts.facts(found, stored));
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
     * @param length no more are read
     * @throws RefusedException before the reader is asked
     */
    public void read(AccountId account, ObjectFacts facts, long from, long length, Reader reader)
            throws IOException {
        try (var _ = transfers.begin(account)) {
            Tally.Allowed allowed = meters.sent(account, facts.bucket(), length);
            try (InputStream counted = counted(facts, from, length, allowed)) {
                reader.read(counted);
            }
        }
    }

    private InputStream counted(ObjectFacts facts, long from, long length, Tally.Allowed allowed)
            throws IOException {
        try {
            InputStream open = bytes.open(BodyId.parse(facts.version()), facts.pieces() > 0, from);
            return new CountedStream(open, allowed, length);
        } catch (IOException | RuntimeException e) {
            allowed.count(0);
            throw e;
        }
    }

    /** How many bytes each part has that the object came in; empty when it came at once. */
    public List<Long> parts(ObjectFacts facts) {
        return facts.pieces() == 0 ? List.of() : bytes.sizes(BodyId.parse(facts.version()));
    }

    /**
     * @param condition on the object that is there
     * @return false when there is none, or it does not hold
     */
    public boolean delete(
            AccountId account, String bucket, String key, Predicate<ObjectFacts> condition) {
        List<ObjectKey> parsed = List.of(ObjectKey.parse(key));
        return Boolean.TRUE.equals(
                transaction.execute(_ -> !deleted(account, bucket, parsed, condition).isEmpty()));
    }

    /**
     * All of them or, when it throws, none.
     *
     * @param keys at most {@link #MOST_DELETED}
     * @return those under which there was an object
     */
    public List<String> deleteAll(AccountId account, String bucket, List<String> keys) {
        if (keys.size() > MOST_DELETED) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "at most %d objects are deleted at once, were: %d"
                            .formatted(MOST_DELETED, keys.size()));
        }
        List<ObjectKey> parsed = keys.stream().distinct().map(ObjectKey::parse).toList();
        return transaction.execute(_ -> deleted(account, bucket, parsed, _ -> true));
    }

    private List<String> deleted(
            AccountId account,
            String name,
            List<ObjectKey> keys,
            Predicate<ObjectFacts> condition) {
        Bucket bucket = buckets.lock(account, name).orElseThrow(Buckets::unknown);
        Instant now = clock.instant();
        List<String> deleted = new ArrayList<>();
        for (ObjectKey key : keys) {
            Optional<Stored> there = objects.find(bucket, key);
            if (there.isPresent() && condition.test(texts.facts(bucket, there.get()))) {
                bucket = placing.delete(bucket, there.get(), now);
                deleted.add(key.text());
            }
        }
        DurableSteps.commit("object.deleted");
        return deleted;
    }

    public ObjectList list(AccountId account, String bucket, ObjectQuery query) {
        Bucket found = buckets.find(account, bucket).orElseThrow(Buckets::unknown);
        meters.written(account, bucket);
        return listing.list(found, query, stored -> texts.facts(found, stored));
    }

    /** The same for those that are another account's. */
    public static RefusedException unknown() {
        return new RefusedException(ErrorCode.NOT_FOUND, "there is no such object in this account");
    }
}
