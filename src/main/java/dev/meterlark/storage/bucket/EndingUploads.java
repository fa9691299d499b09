package dev.meterlark.storage.bucket;

import dev.meterlark.platform.DurableSteps;
import dev.meterlark.storage.bucket.BucketRows.Change;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Ends uploads that come to nothing: aborted, or forgotten. */
@Component
class EndingUploads implements SchedulingConfigurer {

    private static final Logger LOG = LoggerFactory.getLogger(EndingUploads.class);
    private static final int CHUNK = 100;
    private static final int ALL = Integer.MAX_VALUE;

    private final BucketRows buckets;
    private final UploadRows uploads;
    private final PartRows parts;
    private final StrayBodies strays;
    private final TransactionTemplate transaction;
    private final BucketProperties properties;
    private final InstantSource clock;

    EndingUploads(
            BucketRows buckets,
            UploadRows uploads,
            PartRows parts,
            StrayBodies strays,
            PlatformTransactionManager transactions,
            BucketProperties properties,
            InstantSource clock) {
        this.buckets = buckets;
        this.uploads = uploads;
        this.parts = parts;
        this.strays = strays;
        this.transaction = new TransactionTemplate(transactions);
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(() -> sweep(clock.instant()), properties.sweepEvery());
    }

    /** Those that were begun too long ago. */
    void sweep(Instant now) {
        List<UploadRows.Found> old;
        do {
            old = uploads.begunBefore(now.minus(properties.uploadsKeptFor()), CHUNK);
            for (UploadRows.Found each : old) {
                try {
                    transaction.executeWithoutResult(_ -> sweep(each, now));
                } catch (DataAccessException e) {
                    LOG.warn(
                            "the upload {} could not be ended; it is tried again later",
                            each.upload().id(),
                            e);
                    return;
                }
            }
        } while (old.size() == CHUNK);
    }

    /** In a transaction of its own. */
    private void sweep(UploadRows.Found found, Instant now) {
        held(found).ifPresent(bucket -> end(bucket, found.upload().id(), now));
    }

    /** In the caller's transaction. */
    void end(UploadRows.Found found, Instant now) {
        Bucket bucket = held(found).orElseThrow(Uploads::unknown);
        end(bucket, found.upload().id(), now);
    }

    /** All of a bucket that is held; in the caller's transaction. */
    Bucket endAll(Bucket bucket, Instant now) {
        Bucket left = bucket;
        for (UploadId each : uploads.of(bucket)) {
            left = end(left, each, now);
        }
        return left;
    }

    private Bucket end(Bucket bucket, UploadId upload, Instant now) {
        List<UploadPart> all = parts.after(upload, 0, ALL);
        all.forEach(part -> strays.release(part.body(), now));
        parts.deleteAll(upload);
        uploads.delete(upload);
        long bytes = all.stream().mapToLong(UploadPart::size).sum();
        DurableSteps.commit("upload.ended");
        return buckets.change(bucket, Change.ofParts(-bytes), now);
    }

    /** Its bucket; empty when the upload has ended meanwhile. */
    private Optional<Bucket> held(UploadRows.Found found) {
        return buckets.lock(found.account(), found.bucket())
                .filter(_ -> uploads.find(found.account(), found.upload().id()).isPresent());
    }
}
