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

    /** Before it is done. */
    void written(AccountId account, String bucket) {
        tally.count(account, Meter.BUCKET_WRITES, bucket, 1);
    }

    /** Before it is done. */
    void read(AccountId account, String bucket) {
        tally.count(account, Meter.BUCKET_READS, bucket, 1);
    }

    /** Before they are opened: so many may be read. */
    Tally.Allowed sent(AccountId account, String bucket, long most) {
        return tally.allow(account, Meter.BUCKET_EGRESS, bucket, most);
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
