package dev.meterlark.storage.bucket;

import dev.meterlark.platform.DurableSteps;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Copies objects without their bytes: the copy has the same bodies. They are read only for a
 * checksum that the original has not.
 */
@Component
class Copying {

    private static final int PIECE = 64 * 1024;
    private static final int TRIES = 5;
    private static final Duration SOON = Duration.ofSeconds(1);

    private final BucketRows buckets;
    private final ObjectRows objects;
    private final Placing placing;
    private final Pieces pieces;
    private final ObjectBytes bytes;
    private final ContentText texts;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    Copying(
            BucketRows buckets,
            ObjectRows objects,
            Placing placing,
            Pieces pieces,
            ObjectBytes bytes,
            ContentText texts,
            PlatformTransactionManager transactions,
            InstantSource clock) {
        this.buckets = buckets;
        this.objects = objects;
        this.placing = placing;
        this.pieces = pieces;
        this.bytes = bytes;
        this.texts = texts;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /**
     * @param condition on the original
     * @param content of the copy; null for the original's
     */
    record Order(
            AccountId account,
            ObjectPlace from,
            ObjectPlace to,
            CopyTerms terms,
            Predicate<ObjectFacts> condition,
            @Nullable Content content) {}

    ObjectFacts copy(Order order) throws IOException {
        for (int tries = 0; tries < TRIES; tries++) {
            Stored original = original(bucket(order), order);
            Checksum checksum = checksum(original, order.terms().checksum());
            Optional<ObjectFacts> copy =
                    transaction.execute(_ -> placed(order, original, checksum));
            if (copy.isPresent()) {
                return copy.get();
            }
        }
        throw new RefusedException(
                ErrorCode.PLATFORM_BUSY,
                "the object is written anew again and again while it is to be copied; try again",
                SOON);
    }

    private Bucket bucket(Order order) {
        return buckets.find(order.account(), order.from().bucket()).orElseThrow(Buckets::unknown);
    }

    private Stored original(Bucket bucket, Order order) {
        return objects.find(bucket, ObjectKey.parse(order.from().key()))
                .filter(each -> order.condition().test(texts.facts(bucket, each)))
                .orElseThrow(Objects::unknown);
    }

    private @Nullable Checksum checksum(Stored original, @Nullable ChecksumAlgorithm wanted)
            throws IOException {
        Checksum there = original.digest().checksum();
        if (wanted == null || there != null && there.algorithm() == wanted) {
            return there;
        }
        RunningChecksum running = wanted.begin();
        byte[] piece = new byte[PIECE];
        try (InputStream read = bytes.open(original.version(), original.pieces() > 0, 0)) {
            for (int count = read.read(piece); count >= 0; count = read.read(piece)) {
                running.update(piece, 0, count);
            }
        }
        String value = Base64.getEncoder().encodeToString(running.value());
        return new Checksum(wanted, ChecksumForm.FULL_OBJECT, value);
    }

    /** Empty when the original was written anew since it was looked at. */
    private Optional<ObjectFacts> placed(Order order, Stored seen, @Nullable Checksum checksum) {
        Held held = hold(order);
        Stored original = original(held.from(), order);
        if (!original.version().equals(seen.version())) {
            return Optional.empty();
        }
        BodyId version = BodyId.random();
        int shared = pieces.share(original, version);
        Content content = order.content();
        var copy =
                new Stored(
                        ObjectKey.parse(order.to().key()),
                        version,
                        new Stored.Digest(
                                original.size(),
                                original.etag(),
                                original.digest().sha256(),
                                checksum),
                        content == null ? original.content() : content,
                        shared,
                        null,
                        clock.instant());
        placing.put(held.to(), copy, order.terms().wanted(), ObjectChange.How.COPIED);
        DurableSteps.commit("object.copied");
        return Optional.of(texts.facts(held.to(), copy));
    }

    /** Both buckets, which may be one. */
    private record Held(Bucket from, Bucket to) {}

    /** In the order of their names, so that no two wait for each other. */
    private Held hold(Order order) {
        String from = order.from().bucket();
        String to = order.to().bucket();
        if (from.compareTo(to) <= 0) {
            Bucket first = hold(order.account(), from);
            return new Held(first, from.equals(to) ? first : hold(order.account(), to));
        }
        Bucket first = hold(order.account(), to);
        return new Held(hold(order.account(), from), first);
    }

    private Bucket hold(AccountId account, String name) {
        return buckets.lock(account, name).orElseThrow(Buckets::unknown);
    }
}
