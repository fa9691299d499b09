package dev.meterlark.storage.bucket;

import dev.meterlark.platform.DurableSteps;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Shown;
import dev.meterlark.storage.bucket.BucketRows.Change;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Puts an object together from its parts, in the caller's transaction, without touching their
 * bytes.
 */
@Component
class Completing {

    private static final int ALL = Integer.MAX_VALUE;

    private final BucketRows buckets;
    private final ObjectRows objects;
    private final UploadRows uploads;
    private final PartRows parts;
    private final Pieces pieces;
    private final StrayBodies strays;
    private final Placing placing;
    private final ContentText texts;
    private final BucketProperties properties;
    private final InstantSource clock;

    Completing(
            BucketRows buckets,
            ObjectRows objects,
            UploadRows uploads,
            PartRows parts,
            Pieces pieces,
            StrayBodies strays,
            Placing placing,
            ContentText texts,
            BucketProperties properties,
            InstantSource clock) {
        this.buckets = buckets;
        this.objects = objects;
        this.uploads = uploads;
        this.parts = parts;
        this.pieces = pieces;
        this.strays = strays;
        this.placing = placing;
        this.texts = texts;
        this.properties = properties;
        this.clock = clock;
    }

    /** Holds the bucket, so that no part comes or goes meanwhile. */
    ObjectFacts complete(
            AccountId account, UploadPlace place, List<PartRef> wanted, CompleteTerms terms) {
        Bucket bucket = buckets.lock(account, place.bucket()).orElseThrow(Buckets::unknown);
        ObjectKey key = ObjectKey.parse(place.key());
        Optional<Upload> found =
                uploads.find(account, place.upload())
                        .map(UploadRows.Found::upload)
                        .filter(each -> each.bucket().equals(bucket.id()))
                        .filter(each -> each.key().equals(key));
        if (found.isEmpty()) {
            return objects.find(bucket, key)
                    .filter(made -> place.upload().value().equals(made.upload()))
                    .map(made -> texts.facts(bucket, made))
                    .orElseThrow(Uploads::unknown);
        }
        Upload upload = found.get();
        List<UploadPart> there = parts.after(upload.id(), 0, ALL);
        List<UploadPart> chosen = chosen(there, wanted);
        Stored object = object(upload, chosen, clock.instant());
        requireAsSaid(object, terms);
        Bucket without = cleared(bucket, upload, there, chosen, object.changedAt());
        pieces.give(object.version(), chosen.stream().map(Completing::piece).toList());
        placing.put(without, object, terms.wanted(), ObjectChange.How.COMPLETED);
        DurableSteps.commit("upload.completed");
        return texts.facts(bucket, object);
    }

    /** Takes the upload away, with those of its parts that nobody wanted. */
    private Bucket cleared(
            Bucket bucket,
            Upload upload,
            List<UploadPart> there,
            List<UploadPart> chosen,
            Instant now) {
        Set<UploadPart> kept = new HashSet<>(chosen);
        there.stream()
                .filter(part -> !kept.contains(part))
                .forEach(part -> strays.release(part.body(), now));
        parts.deleteAll(upload.id());
        uploads.delete(upload.id());
        return buckets.change(bucket, Change.ofParts(-size(there)), now);
    }

    private List<UploadPart> chosen(List<UploadPart> there, List<PartRef> wanted) {
        if (wanted.isEmpty() || wanted.size() > properties.maxParts()) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "an object is put together from 1 to %d parts, were: %d"
                            .formatted(properties.maxParts(), wanted.size()));
        }
        Map<Integer, UploadPart> byNumber =
                there.stream().collect(Collectors.toMap(UploadPart::number, Function.identity()));
        List<UploadPart> chosen = new ArrayList<>(wanted.size());
        int before = 0;
        for (PartRef each : wanted) {
            if (each.number() <= before) {
                throw new RefusedException(
                        ErrorCode.UPLOAD_PART_ORDER,
                        "parts must be named in the order of their numbers; behind %d came %d"
                                .formatted(before, each.number()));
            }
            chosen.add(chosen(byNumber.get(each.number()), each));
            before = each.number();
        }
        requireLarge(chosen);
        return chosen;
    }

    private static UploadPart chosen(@Nullable UploadPart part, PartRef wanted) {
        String etag = wanted.etag().replace("\"", "");
        if (part == null || !part.md5().equals(etag)) {
            throw new RefusedException(
                    ErrorCode.UPLOAD_PART,
                    "the part %d with the ETag %s is not there"
                            .formatted(wanted.number(), Shown.text(etag)));
        }
        String checksum = wanted.checksum();
        if (checksum != null && part.checksum() != null && !checksum.equals(part.checksum())) {
            throw new RefusedException(
                    ErrorCode.UPLOAD_PART,
                    "the part %d has the checksum %s, and the request says %s"
                            .formatted(wanted.number(), part.checksum(), Shown.text(checksum)));
        }
        return part;
    }

    /** The last may be as small as it is. */
    private void requireLarge(List<UploadPart> chosen) {
        long least = properties.minPartSize().toBytes();
        for (UploadPart part : chosen.subList(0, chosen.size() - 1)) {
            if (part.size() < least) {
                throw new RefusedException(
                        ErrorCode.UPLOAD_PART_SMALL,
                        "each part but the last must have at least %d bytes, and part %d has %d"
                                .formatted(least, part.number(), part.size()));
            }
        }
        if (size(chosen) > properties.maxObjectSize().toBytes()) {
            throw Placing.tooLarge(properties.maxObjectSize().toBytes());
        }
    }

    private static Stored object(Upload upload, List<UploadPart> chosen, Instant now) {
        return new Stored(
                upload.key(),
                BodyId.random(),
                new Stored.Digest(
                        size(chosen),
                        PartDigests.etag(chosen),
                        null,
                        PartDigests.checksum(upload.checksum(), chosen)),
                upload.content(),
                chosen.size(),
                upload.id().value(),
                now);
    }

    private static void requireAsSaid(Stored object, CompleteTerms terms) {
        Long size = terms.size();
        if (size != null && size != object.size()) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "the parts have %d bytes together, and the request says %d"
                            .formatted(object.size(), size));
        }
        Checksum checksum = object.digest().checksum();
        String wanted = terms.checksum();
        if (wanted != null && checksum != null && !isSame(wanted, checksum)) {
            throw new RefusedException(
                    ErrorCode.OBJECT_DIGEST,
                    "the object has the %s %s, and the request says %s"
                            .formatted(checksum.algorithm(), checksum.value(), Shown.text(wanted)));
        }
    }

    /** A composite one may be told without the number of parts. */
    private static boolean isSame(String wanted, Checksum checksum) {
        String value = checksum.value();
        int hyphen = value.indexOf('-');
        return wanted.equals(value) || hyphen > 0 && wanted.equals(value.substring(0, hyphen));
    }

    private static Pieces.Piece piece(UploadPart part) {
        return new Pieces.Piece(part.body(), part.size());
    }

    private static long size(List<UploadPart> all) {
        return all.stream().mapToLong(UploadPart::size).sum();
    }
}
