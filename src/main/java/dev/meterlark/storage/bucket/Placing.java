package dev.meterlark.storage.bucket;

import dev.meterlark.platform.DurableSteps;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.StorageGuard;
import dev.meterlark.storage.bucket.BucketRows.Change;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Puts objects into their buckets and takes them out, in the caller's transaction; tells of each
 * change there.
 */
@Component
class Placing {

    private final BucketRows buckets;
    private final ObjectRows objects;
    private final StrayBodies strays;
    private final ContentText texts;
    private final BucketQuotaRows quotas;
    private final BucketProperties properties;
    private final ObjectListeners listeners;
    private final ObjectProvider<StorageGuard> guards;

    Placing(
            BucketRows buckets,
            ObjectRows objects,
            StrayBodies strays,
            ContentText texts,
            BucketQuotaRows quotas,
            BucketProperties properties,
            ObjectListeners listeners,
            ObjectProvider<StorageGuard> guards) {
        this.buckets = buckets;
        this.objects = objects;
        this.strays = strays;
        this.texts = texts;
        this.quotas = quotas;
        this.properties = properties;
        this.listeners = listeners;
        this.guards = guards;
    }

    /** The same bucket as before, and not one that took its name; held from now on. */
    Bucket lock(Bucket wanted) {
        return buckets.lock(wanted.account(), wanted.name())
                .filter(still -> still.id().equals(wanted.id()))
                .orElseThrow(Buckets::unknown);
    }

    /**
     * Takes the place of what is under the key.
     *
     * @param bucket held
     */
    Bucket put(Bucket bucket, Stored object, Wanted wanted, ObjectChange.How how) {
        Optional<Stored> before = objects.find(bucket, object.key());
        wanted.require(before);
        before.ifPresent(old -> remove(bucket, old, object.changedAt()));
        objects.insert(bucket, object);
        Bucket changed =
                buckets.change(
                        bucket,
                        Change.ofObjects(
                                before.isPresent() ? 0 : 1,
                                object.size() - before.map(Stored::size).orElse(0L)),
                        object.changedAt());
        requireRoom(changed, object.size() - before.map(Stored::size).orElse(0L));
        tell(changed, how, object, object.changedAt());
        DurableSteps.reached("object.rows-written");
        return changed;
    }

    /**
     * @param bucket held
     */
    Bucket delete(Bucket bucket, Stored object, Instant now) {
        remove(bucket, object, now);
        Bucket changed = buckets.change(bucket, Change.ofObjects(-1, -object.size()), now);
        tell(changed, ObjectChange.How.DELETED, object, now);
        return changed;
    }

    private void remove(Bucket bucket, Stored object, Instant now) {
        objects.delete(bucket, object.key());
        strays.release(object.version(), now);
    }

    private void tell(Bucket bucket, ObjectChange.How how, Stored object, Instant now) {
        List<ObjectListener> all = listeners.all();
        if (all.isEmpty()) {
            return;
        }
        var change =
                new ObjectChange(
                        bucket.account(),
                        how,
                        texts.facts(bucket, object),
                        "%016X".formatted(bucket.changes()),
                        now);
        all.forEach(each -> each.changed(change));
    }

    /**
     * @param more bytes than before, which the rows have by now
     */
    void requireRoom(Bucket bucket, long more) {
        BucketRows.Room room = buckets.room(bucket.account());
        BucketQuota quota = quotas.of(bucket.account());
        if (room.objects() > quota.maxObjects() || room.bytes() > quota.maxBytes()) {
            throw full(room, quota);
        }
        if (more > 0) {
            guards.forEach(each -> each.require(bucket.account(), more));
        }
    }

    /**
     * What is certain to be refused is refused before a byte is read.
     *
     * @param length -1 when it is not known
     * @param replaced bytes that go when these come
     * @return how many may come
     */
    long most(Bucket bucket, long length, long replaced) {
        long largest = properties.maxObjectSize().toBytes();
        if (length > largest) {
            throw tooLarge(largest);
        }
        BucketRows.Room room = buckets.room(bucket.account());
        BucketQuota quota = quotas.of(bucket.account());
        long left = quota.maxBytes() - room.bytes() + replaced;
        if (length > left || left < 0) {
            throw full(room, quota);
        }
        return Math.min(largest, left);
    }

    static RefusedException tooLarge(long most) {
        return new RefusedException(
                ErrorCode.REQUEST_TOO_LARGE,
                "an object may have %d bytes here, by its own bound or by what is left of the"
                                .formatted(most)
                        + " account's");
    }

    private static RefusedException full(BucketRows.Room room, BucketQuota quota) {
        return new RefusedException(
                ErrorCode.LIMIT_REACHED,
                "the account's buckets may hold %d objects and %d bytes, and hold %d and %d; delete"
                                .formatted(
                                        quota.maxObjects(),
                                        quota.maxBytes(),
                                        room.objects(),
                                        room.bytes())
                        + " some first");
    }
}
