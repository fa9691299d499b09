package dev.meterlark.storage.bucket;

import dev.meterlark.platform.DurableSteps;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.bucket.BucketRows.Change;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Optional;

/** Writes parts of uploads; one with a number that is there already takes its place. */
@Component
class PartWriting {

    private final BucketRows buckets;
    private final UploadRows uploads;
    private final PartRows parts;
    private final StrayBodies strays;
    private final Placing placing;
    private final BodyWriting bodies;
    private final BucketProperties properties;
    private final InstantSource clock;

    PartWriting(
            BucketRows buckets,
            UploadRows uploads,
            PartRows parts,
            StrayBodies strays,
            Placing placing,
            BodyWriting bodies,
            BucketProperties properties,
            InstantSource clock) {
        this.buckets = buckets;
        this.uploads = uploads;
        this.parts = parts;
        this.strays = strays;
        this.placing = placing;
        this.bodies = bodies;
        this.properties = properties;
        this.clock = clock;
    }

    UploadPart write(UploadRows.Found found, int number, PartTerms terms, InputStream bytes)
            throws IOException {
        if (number < 1 || number > properties.maxParts()) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "the number of a part must be 1 to %d, was: %d"
                            .formatted(properties.maxParts(), number));
        }
        ChecksumTerms checksum = checksum(found.upload(), terms.checksum());
        long replaced = parts.find(found.upload().id(), number).map(UploadPart::size).orElse(0L);
        Bucket bucket = buckets.find(found.account(), found.bucket()).orElseThrow(Uploads::unknown);
        long most = placing.most(bucket, terms.length(), replaced);
        return bodies.write(
                new BodyWriting.Order(most, false, terms.md5(), checksum),
                bytes,
                (body, measured) -> kept(found, number, body, measured));
    }

    private UploadPart kept(UploadRows.Found found, int number, BodyId body, Measured measured) {
        Bucket bucket = buckets.lock(found.account(), found.bucket()).orElseThrow(Uploads::unknown);
        UploadId upload = found.upload().id();
        if (uploads.find(found.account(), upload).isEmpty()) {
            throw Uploads.unknown();
        }
        var part =
                new UploadPart(
                        number,
                        body,
                        measured.size(),
                        measured.md5(),
                        found.upload().checksum() == null ? null : measured.checksum(),
                        clock.instant());
        Optional<UploadPart> before = parts.find(upload, number);
        before.ifPresent(
                old -> {
                    parts.delete(upload, number);
                    strays.release(old.body(), part.writtenAt());
                });
        parts.insert(upload, part);
        long more = part.size() - before.map(UploadPart::size).orElse(0L);
        placing.requireRoom(buckets.change(bucket, Change.ofParts(more), part.writtenAt()), more);
        DurableSteps.commit("upload.part");
        return part;
    }

    /** The upload's own is computed also where nobody says what it has to be. */
    private static @Nullable ChecksumTerms checksum(Upload upload, @Nullable ChecksumTerms said) {
        Upload.PartChecksum kept = upload.checksum();
        if (kept == null) {
            return said;
        }
        if (said == null) {
            return ChecksumTerms.computed(kept.algorithm());
        }
        if (said.algorithm() != kept.algorithm()) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "the upload was begun with checksums by %s, and the part has one by %s"
                            .formatted(kept.algorithm(), said.algorithm()));
        }
        return said;
    }
}
