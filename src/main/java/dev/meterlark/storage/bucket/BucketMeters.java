package dev.meterlark.storage.bucket;

import dev.meterlark.metering.Meter;
import dev.meterlark.metering.MeterSource;
import dev.meterlark.metering.MeterTotal;
import dev.meterlark.metering.Tally;
import dev.meterlark.metering.Unchanged;
import dev.meterlark.shared.AccountId;

import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What buckets cost: how many bytes lie for how long, requests that write and that read, as S3 has
 * them in two classes, and bytes that are read. Deleting is free.
 */
@Component
class BucketMeters implements MeterSource, SchedulingConfigurer {

    private final BucketRows buckets;
    private final Tally tally;
    private final TransactionTemplate transaction;
    private final BucketProperties properties;
    private final InstantSource clock;

    BucketMeters(
            BucketRows buckets,
            Tally tally,
            PlatformTransactionManager transactions,
            BucketProperties properties,
            InstantSource clock) {
        this.buckets = buckets;
        this.tally = tally;
        this.transaction = new TransactionTemplate(transactions);
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(() -> tellForth(clock.instant()), properties.meterEvery());
    }

    void written(AccountId account, String bucket) {
        tally.count(account, Meter.BUCKET_WRITES, bucket, 1);
    }

    void read(AccountId account, String bucket) {
        tally.count(account, Meter.BUCKET_READS, bucket, 1);
    }

    /** What is taken from it counts, also when its reader goes away. */
    InputStream counted(AccountId account, String bucket, InputStream bytes) {
        return new FilterInputStream(bytes) {
            private long count;

            @Override
            public int read() throws IOException {
                int read = super.read();
                count += read < 0 ? 0 : 1;
                return read;
            }

            @Override
            public int read(byte[] target, int from, int length) throws IOException {
                int read = super.read(target, from, length);
                count += Math.max(0, read);
                return read;
            }

            @Override
            public void close() throws IOException {
                tally.count(account, Meter.BUCKET_EGRESS, bucket, count);
                count = 0;
                super.close();
            }
        };
    }

    @Override
    public List<MeterTotal> underWay(AccountId account, Instant now) {
        return buckets.all(account).stream()
                .flatMap(
                        bucket ->
                                bucket.time().end(bucket.stored(), now).stream()
                                        .map(
                                                hour ->
                                                        new MeterTotal(
                                                                account,
                                                                Meter.BUCKET_STORAGE,
                                                                bucket.name(),
                                                                hour.begin(),
                                                                hour.amount())))
                .toList();
    }

    /** Buckets in which nothing has changed since the hour began. */
    void tellForth(Instant now) {
        Instant hour = now.truncatedTo(ChronoUnit.HOURS);
        Unchanged.meter(
                "buckets",
                most -> buckets.toldUntilBefore(hour, most),
                bucket -> tellForth(bucket, now));
    }

    private void tellForth(Bucket seen, Instant now) {
        transaction.executeWithoutResult(
                _ ->
                        buckets.lock(seen.account(), seen.name())
                                .ifPresent(
                                        bucket ->
                                                buckets.change(
                                                        bucket, BucketRows.Change.NONE, now)));
    }
}
