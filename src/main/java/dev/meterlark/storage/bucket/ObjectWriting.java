package dev.meterlark.storage.bucket;

import org.springframework.stereotype.Component;

import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Optional;

/** Writes objects: the bytes first, then, in one transaction, the key that they are found by. */
@Component
class ObjectWriting {

    private final ObjectRows objects;
    private final Placing placing;
    private final BodyWriting bodies;
    private final ContentText texts;
    private final InstantSource clock;

    ObjectWriting(
            ObjectRows objects,
            Placing placing,
            BodyWriting bodies,
            ContentText texts,
            InstantSource clock) {
        this.objects = objects;
        this.placing = placing;
        this.bodies = bodies;
        this.texts = texts;
        this.clock = clock;
    }

    Stored put(Bucket bucket, ObjectKey key, ObjectTerms terms, InputStream bytes)
            throws IOException {
        Content content = texts.checked(terms);
        Optional<Stored> before = objects.find(bucket, key);
        terms.wanted().require(before);
        long most = placing.most(bucket, terms.length(), before.map(Stored::size).orElse(0L));
        return bodies.write(
                new BodyWriting.Order(most, true, terms.md5(), terms.checksum()),
                bytes,
                (body, measured) ->
                        placed(bucket, terms, stored(key, body, measured, terms, content)));
    }

    private Stored placed(Bucket bucket, ObjectTerms terms, Stored object) {
        placing.put(placing.lock(bucket), object, terms.wanted(), ObjectChange.How.PUT);
        return object;
    }

    private Stored stored(
            ObjectKey key, BodyId body, Measured measured, ObjectTerms terms, Content content) {
        ChecksumTerms checksum = terms.checksum();
        String value = measured.checksum();
        return new Stored(
                key,
                body,
                new Stored.Digest(
                        measured.size(),
                        measured.md5(),
                        measured.sha256(),
                        checksum == null || value == null
                                ? null
                                : new Checksum(
                                        checksum.algorithm(), ChecksumForm.FULL_OBJECT, value)),
                content,
                0,
                null,
                clock.instant());
    }
}
