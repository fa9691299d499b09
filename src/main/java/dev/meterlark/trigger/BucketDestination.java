package dev.meterlark.trigger;

import dev.meterlark.edge.CallingInvocation;
import dev.meterlark.function.snapshot.DestinationTarget.OfBucket;
import dev.meterlark.invocation.Destination;
import dev.meterlark.invocation.Notice;
import dev.meterlark.platform.Carried;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.bucket.Buckets;
import dev.meterlark.storage.bucket.ObjectTerms;
import dev.meterlark.storage.bucket.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.io.ByteArrayInputStream;
import java.io.IOException;

/** A bucket that gets the record of a call's end as an object, named by the call. */
@Component
class BucketDestination implements Destination<OfBucket> {

    private final Buckets buckets;
    private final Objects objects;

    BucketDestination(Buckets buckets, Objects objects) {
        this.buckets = buckets;
        this.objects = objects;
    }

    @Override
    public Class<OfBucket> type() {
        return OfBucket.class;
    }

    @Override
    public @Nullable String refusal(AccountId account, OfBucket target) {
        return buckets.exists(account, target.bucket())
                ? null
                : "there is no bucket '%s' to tell".formatted(target.bucket());
    }

    /**
     * Told again, it writes the same object. The call writes it, and so is before what it starts.
     */
    @Override
    public Carried tell(OfBucket target, Notice notice) {
        int depth = Math.max(0, notice.lineage().depth() - 1);
        try {
            return new CallingInvocation(notice.call(), depth, notice.trace().traceparent())
                    .doing(() -> written(target, notice));
        } catch (RefusedException e) {
            return StorageRefusals.carried(e);
        } catch (IOException e) {
            return new Carried.Failed("the platform could not write the object", null);
        }
    }

    private Carried written(OfBucket target, Notice notice) throws IOException {
        objects.put(
                notice.account(),
                target.bucket(),
                target.prefix() + notice.call() + ".json",
                ObjectTerms.of("application/json", notice.record().length),
                new ByteArrayInputStream(notice.record()));
        return new Carried.Delivered();
    }
}
