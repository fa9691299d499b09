package dev.meterlark.storage.bucket;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.KeyBytes;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

/**
 * Objects that come in parts. Nothing of one is to be seen until it is complete; its parts take
 * room meanwhile, and are deleted when it is aborted or forgotten.
 */
@Service
public class Uploads {

    /** Uploads or parts that are listed at once. */
    public static final int MOST_LISTED = 1_000;

    private final BucketRows buckets;
    private final UploadRows uploads;
    private final PartRows parts;
    private final PartWriting writing;
    private final Completing completing;
    private final EndingUploads ending;
    private final Transfers transfers;
    private final BucketMeters meters;
    private final ContentText texts;
    private final BucketProperties properties;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    Uploads(
            BucketRows buckets,
            UploadRows uploads,
            PartRows parts,
            PartWriting writing,
            Completing completing,
            EndingUploads ending,
            Transfers transfers,
            BucketMeters meters,
            ContentText texts,
            BucketProperties properties,
            PlatformTransactionManager transactions,
            InstantSource clock) {
        this.buckets = buckets;
        this.uploads = uploads;
        this.parts = parts;
        this.writing = writing;
        this.completing = completing;
        this.ending = ending;
        this.transfers = transfers;
        this.meters = meters;
        this.texts = texts;
        this.properties = properties;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /**
     * @param terms of the object; of these, conditions, length and digests say nothing, and of a
     *     checksum algorithm and form count
     */
    public UploadView begin(AccountId account, String bucket, String key, ObjectTerms terms) {
        ObjectKey parsed = ObjectKey.parse(key);
        Content content = texts.checked(terms);
        Upload.PartChecksum checksum = checksum(terms.checksum());
        meters.written(account, bucket);
        return transaction.execute(
                _ -> {
                    Bucket held = buckets.lock(account, bucket).orElseThrow(Buckets::unknown);
                    requireFew(held);
                    var upload =
                            new Upload(
                                    UploadId.random(),
                                    held.id(),
                                    parsed,
                                    content,
                                    checksum,
                                    clock.instant());
                    uploads.insert(held, upload);
                    return UploadView.of(held.name(), upload);
                });
    }

    /**
     * On the disk, and committed, when it returns; a part with the same number is gone then.
     *
     * @throws IOException when the bytes cannot be read or written; then nothing has changed
     */
    public PartFacts part(
            AccountId account, UploadId upload, int number, PartTerms terms, InputStream bytes)
            throws IOException {
        UploadRows.Found found = found(account, upload);
        meters.written(account, found.bucket());
        try (var _ = transfers.begin(account)) {
            return PartFacts.of(writing.write(found, number, terms, bytes));
        }
    }

    /**
     * Puts the object together, in one transaction, and takes the place of what is under its key.
     * Told again, it answers the same as long as that object is there.
     *
     * @param wanted in the order of their numbers; other parts are deleted
     */
    public ObjectFacts complete(
            AccountId account, UploadPlace place, List<PartRef> wanted, CompleteTerms terms) {
        meters.written(account, place.bucket());
        return transaction.execute(_ -> completing.complete(account, place, wanted, terms));
    }

    /** Its parts are deleted; one that is being written ends as not found. */
    public void abort(AccountId account, UploadId upload) {
        UploadRows.Found found = found(account, upload);
        transaction.executeWithoutResult(_ -> ending.end(found, clock.instant()));
    }

    /**
     * @throws RefusedException when there is none, or not any more
     */
    public UploadView show(AccountId account, UploadId upload) {
        UploadRows.Found found = found(account, upload);
        return UploadView.of(found.bucket(), found.upload());
    }

    public UploadList list(AccountId account, String bucket, UploadQuery query) {
        Bucket found = buckets.find(account, bucket).orElseThrow(Buckets::unknown);
        byte[] prefix = ObjectKey.prefix(query.prefix());
        int limit = limit(query.limit());
        List<Upload> page =
                uploads.between(
                        found,
                        first(query, prefix),
                        KeyBytes.behind(prefix),
                        query.afterUpload(),
                        limit + 1);
        return new UploadList(
                page.stream().limit(limit).map(each -> UploadView.of(found.name(), each)).toList(),
                page.size() > limit);
    }

    /**
     * @param after the number of a part; those behind it are listed
     */
    public PartList parts(AccountId account, UploadId upload, int after, int limit) {
        UploadRows.Found found = found(account, upload);
        int most = limit(limit);
        List<UploadPart> page = parts.after(found.upload().id(), after, most + 1);
        return new PartList(
                page.stream().limit(most).map(PartFacts::of).toList(), page.size() > most);
    }

    private UploadRows.Found found(AccountId account, UploadId upload) {
        return uploads.find(account, upload).orElseThrow(Uploads::unknown);
    }

    private void requireFew(Bucket bucket) {
        long there = uploads.count(bucket);
        if (there >= properties.maxUploads()) {
            throw new RefusedException(
                    ErrorCode.LIMIT_REACHED,
                    "the bucket has %d uploads that are not complete, as many as it may; complete"
                                    .formatted(there)
                            + " or abort some first");
        }
    }

    private static Upload.@Nullable PartChecksum checksum(@Nullable ChecksumTerms terms) {
        if (terms == null) {
            return null;
        }
        ChecksumForm form = terms.form();
        ChecksumForm wanted = form == null ? terms.algorithm().usualForm() : form;
        if (!terms.algorithm().has(wanted)) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "a checksum of an upload in parts by %s cannot be %s"
                            .formatted(terms.algorithm(), wanted));
        }
        return new Upload.PartChecksum(terms.algorithm(), wanted);
    }

    private static byte[] first(UploadQuery query, byte[] prefix) {
        String after = query.afterKey();
        if (after == null) {
            return prefix;
        }
        ObjectKey key = ObjectKey.parse(after);
        byte[] from = query.afterUpload() == null ? key.next() : key.bytes();
        return Arrays.compareUnsigned(from, prefix) < 0 ? prefix : from;
    }

    private static int limit(int asked) {
        if (asked < 1 || asked > MOST_LISTED) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "limit must be from 1 to %d, was: %d".formatted(MOST_LISTED, asked));
        }
        return asked;
    }

    /** The same for those that are another account's. */
    static RefusedException unknown() {
        return new RefusedException(
                ErrorCode.UPLOAD_UNKNOWN, "there is no such upload in this account");
    }
}
