package dev.meterlark.storage.bucket;

import dev.meterlark.account.AccountClosed;
import dev.meterlark.account.Accounts;
import dev.meterlark.account.AuditLog;
import dev.meterlark.account.Page;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Listing;

import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.InstantSource;
import java.util.Map;

/** The buckets of accounts. */
@Service
@Transactional
public class Buckets {

    private static final int MOST_LISTED = 100;

    private final BucketRows buckets;
    private final StrayBodies strays;
    private final Accounts accounts;
    private final AuditLog audit;
    private final BucketProperties properties;
    private final InstantSource clock;

    Buckets(
            BucketRows buckets,
            StrayBodies strays,
            Accounts accounts,
            AuditLog audit,
            BucketProperties properties,
            InstantSource clock) {
        this.buckets = buckets;
        this.strays = strays;
        this.accounts = accounts;
        this.audit = audit;
        this.properties = properties;
        this.clock = clock;
    }

    /** By name. */
    @Transactional(readOnly = true)
    public Page<BucketView> list(Caller caller, @Nullable String cursor, @Nullable Integer limit) {
        Listing listing = Listing.of(cursor, limit, MOST_LISTED);
        return listing.page(
                buckets.after(caller.account(), listing.after(), listing.limitAndOne()),
                Bucket::name,
                BucketView::of);
    }

    @Transactional(readOnly = true)
    public BucketView show(Caller caller, String name) {
        return BucketView.of(buckets.find(caller.account(), name).orElseThrow(Buckets::unknown));
    }

    @Transactional(readOnly = true)
    public boolean exists(AccountId account, String name) {
        return buckets.find(account, name).isPresent();
    }

    public BucketView create(Caller caller, @Nullable String name) {
        BucketName checked = BucketName.parse(name);
        accounts.lockedLimits(caller.account()); // one after the other, for the count
        if (buckets.find(caller.account(), checked.value()).isPresent()) {
            throw new RefusedException(
                    ErrorCode.CONFLICT,
                    "there is a bucket %s already; use it, or choose another name"
                            .formatted(checked.value()));
        }
        if (buckets.count(caller.account()) >= properties.maxBuckets()) {
            throw new RefusedException(
                    ErrorCode.LIMIT_REACHED,
                    "the account has %d buckets, as many as it may; delete one first"
                            .formatted(properties.maxBuckets()));
        }
        var bucket =
                new Bucket(
                        BucketId.random(),
                        caller.account(),
                        checked.value(),
                        0,
                        0,
                        clock.instant());
        buckets.insert(bucket);
        audit.record(caller, "bucket.created", subject(bucket), Map.of());
        return BucketView.of(bucket);
    }

    /** Only an empty one. */
    public void delete(Caller caller, String name) {
        Bucket bucket = buckets.lock(caller.account(), name).orElseThrow(Buckets::unknown);
        if (bucket.objects() > 0) {
            throw new RefusedException(
                    ErrorCode.CONFLICT,
                    "the bucket holds %d objects; delete them first".formatted(bucket.objects()));
        }
        buckets.delete(bucket);
        audit.record(caller, "bucket.deleted", subject(bucket), Map.of());
    }

    /** For good, and with it all objects. */
    @EventListener
    public void on(AccountClosed event) {
        strays.releaseAll(event.account(), clock.instant());
        buckets.deleteAll(event.account());
    }

    private static String subject(Bucket bucket) {
        return "bucket:" + bucket.name();
    }

    /** The same for those that are another account's. */
    static RefusedException unknown() {
        return new RefusedException(ErrorCode.NOT_FOUND, "there is no such bucket in this account");
    }
}
