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

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The buckets of accounts. */
@Service
@Transactional
public class Buckets {

    private static final int MOST_LISTED = 100;

    private final BucketRows buckets;
    private final ObjectRows objects;
    private final UploadRows uploads;
    private final EndingUploads ending;
    private final StrayBodies strays;
    private final Accounts accounts;
    private final AuditLog audit;
    private final BucketProperties properties;
    private final InstantSource clock;

    Buckets(
            BucketRows buckets,
            ObjectRows objects,
            UploadRows uploads,
            EndingUploads ending,
            StrayBodies strays,
            Accounts accounts,
            AuditLog audit,
            BucketProperties properties,
            InstantSource clock) {
        this.buckets = buckets;
        this.objects = objects;
        this.uploads = uploads;
        this.ending = ending;
        this.strays = strays;
        this.accounts = accounts;
        this.audit = audit;
        this.properties = properties;
        this.clock = clock;
    }

    /** Names that hold a text in whatever case, those that begin with it first. */
    @Transactional(readOnly = true)
    public List<String> named(Caller caller, String part, int most) {
        return buckets.named(caller.account(), part.toLowerCase(Locale.ROOT), most);
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
        Bucket bucket = Bucket.empty(caller.account(), checked.value(), clock.instant());
        buckets.insert(bucket);
        audit.record(caller, "bucket.created", subject(bucket), Map.of());
        return BucketView.of(bucket);
    }

    /** Only an empty one; uploads that are not complete end with it. */
    public void delete(Caller caller, String name) {
        Bucket bucket = buckets.lock(caller.account(), name).orElseThrow(Buckets::unknown);
        if (bucket.objects() > 0) {
            throw new RefusedException(
                    ErrorCode.CONFLICT,
                    "the bucket holds %d objects; delete them first".formatted(bucket.objects()));
        }
        Instant now = clock.instant();
        buckets.delete(ending.endAll(bucket, now), now);
        audit.record(caller, "bucket.deleted", subject(bucket), Map.of());
    }

    /** For good, and with it all objects. */
    @EventListener
    public void on(AccountClosed event) {
        Instant now = clock.instant();
        List<Bucket> all = buckets.lockAll(event.account());
        strays.releaseAll(event.account(), now);
        uploads.deleteAll(event.account());
        objects.deleteAll(event.account());
        all.forEach(each -> buckets.delete(each, now));
    }

    private static String subject(Bucket bucket) {
        return "bucket:" + bucket.name();
    }

    /** The same for those that are another account's. */
    static RefusedException unknown() {
        return new RefusedException(ErrorCode.NOT_FOUND, "there is no such bucket in this account");
    }
}
