package dev.meterlark.trigger.bucket;

import dev.meterlark.function.AsyncPolicies;
import dev.meterlark.function.snapshot.AsyncPolicy;
import dev.meterlark.function.snapshot.DestinationTarget;
import dev.meterlark.function.snapshot.DestinationTarget.OfBucket;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Shown;
import dev.meterlark.storage.bucket.Buckets;
import dev.meterlark.trigger.StoredKind;
import dev.meterlark.trigger.Trigger;

import org.springframework.stereotype.Component;

import tools.jackson.databind.JsonNode;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Changes of objects in a bucket of the account, one call each, in no promised order. */
@Component
class BucketKind implements StoredKind<BucketTrigger> {

    private final Buckets buckets;
    private final AsyncPolicies policies;
    private final ObjectEvents events;
    private final InstantSource clock;

    BucketKind(Buckets buckets, AsyncPolicies policies, ObjectEvents events, InstantSource clock) {
        this.buckets = buckets;
        this.policies = policies;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public String type() {
        return "bucket";
    }

    @Override
    public Class<BucketTrigger> configuration() {
        return BucketTrigger.class;
    }

    @Override
    public BucketTrigger checked(Trigger<BucketTrigger> wanted) {
        BucketTrigger trigger = wanted.configuration();
        if (!buckets.exists(wanted.account(), trigger.bucket())) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "bucket must be a bucket of the account, was: " + Shown.text(trigger.bucket()));
        }
        Optional<OfBucket> itself =
                policies.of(wanted.account(), wanted.target().name()).stream()
                        .flatMap(BucketKind::bucketsToldOfEnds)
                        .filter(each -> isLoop(trigger, each))
                        .findFirst();
        if (itself.isPresent()) {
            throw loop(itself.get());
        }
        return trigger;
    }

    private static Stream<OfBucket> bucketsToldOfEnds(AsyncPolicy policy) {
        return Stream.<Optional<DestinationTarget>>of(
                        Optional.ofNullable(policy.onSuccess()),
                        Optional.ofNullable(policy.onFailure()))
                .flatMap(Optional::stream)
                .filter(OfBucket.class::isInstance)
                .map(OfBucket.class::cast);
    }

    /** Such an object is named by its call: what comes behind the prefix cannot be told before. */
    private static boolean isLoop(BucketTrigger trigger, OfBucket target) {
        return trigger.bucket().equals(target.bucket())
                && trigger.events().stream().anyMatch(each -> each.startsWith("ObjectCreated:"))
                && trigger.wantsAll(target.prefix(), ".json");
    }

    private static RefusedException loop(OfBucket target) {
        return new RefusedException(
                ErrorCode.CONFLICT,
                "each call of the function ends as an object %s….json in the same bucket, which"
                                .formatted(target.prefix())
                        + " this trigger would make a call of again, without end; choose another"
                        + " prefix, suffix or destination");
    }

    @Override
    public String about(BucketTrigger configuration) {
        return configuration.bucket();
    }

    @Override
    public JsonNode sample(Trigger<BucketTrigger> trigger) {
        return events.sample(trigger.account(), trigger.configuration(), clock.instant());
    }

    /** A bucket that was deleted is said, because nothing will come of it any more. */
    @Override
    public Map<String, Object> facts(Trigger<BucketTrigger> trigger) {
        boolean there = buckets.exists(trigger.account(), trigger.configuration().bucket());
        return there ? Map.of() : Map.of("trouble", "the bucket was deleted");
    }
}
