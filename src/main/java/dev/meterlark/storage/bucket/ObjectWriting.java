package dev.meterlark.storage.bucket;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.platform.DurableSteps;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Shown;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Writes objects: the bytes first, then, in one transaction, the key that they are found by. */
@Component
class ObjectWriting {

    private static final Pattern NAME = Pattern.compile("[a-z0-9_.-]{1,128}");
    private static final int LONGEST_TYPE = 256;

    private final BucketRows buckets;
    private final ObjectRows objects;
    private final StrayBodies strays;
    private final Bodies bodies;
    private final TransactionTemplate transaction;
    private final BucketProperties properties;
    private final JsonMapper json;
    private final InstantSource clock;

    ObjectWriting(
            BucketRows buckets,
            ObjectRows objects,
            StrayBodies strays,
            Bodies bodies,
            PlatformTransactionManager transactions,
            BucketProperties properties,
            JsonMapper json,
            InstantSource clock) {
        this.buckets = buckets;
        this.objects = objects;
        this.strays = strays;
        this.bodies = bodies;
        this.transaction = new TransactionTemplate(transactions);
        this.properties = properties;
        this.json = json;
        this.clock = clock;
    }

    Stored put(Bucket bucket, ObjectKey key, ObjectTerms terms, InputStream bytes)
            throws IOException {
        String metadata = metadata(terms.metadata());
        requireType(terms.contentType());
        Optional<Stored> before = objects.find(bucket, key);
        requireAsWanted(before, terms);
        long most = most(bucket, before, terms.length());
        BodyId body = BodyId.random();
        strays.announce(body, clock.instant());
        DurableSteps.reached("object.announced");
        boolean kept = false;
        try {
            Bodies.Written written = write(body, bytes, most);
            requireMd5(terms.md5(), written);
            var object =
                    new Stored(key, body, written, terms.contentType(), metadata, clock.instant());
            transaction.executeWithoutResult(_ -> take(bucket, object, terms));
            kept = true;
            DurableSteps.reached("object.committed");
            return object;
        } finally {
            if (!kept) {
                strays.discard(body);
            }
        }
    }

    /** What is certain to be refused is refused before a byte is read. */
    private long most(Bucket bucket, Optional<Stored> before, long length) {
        long largest = properties.maxObjectSize().toBytes();
        if (length > largest) {
            throw tooLarge(largest);
        }
        BucketRows.Room room = buckets.room(bucket.account());
        long replaced = before.map(stored -> stored.written().size()).orElse(0L);
        long left = properties.maxSize().toBytes() - room.bytes() + replaced;
        if (length > left || left < 0) {
            throw full(room);
        }
        return Math.min(largest, left);
    }

    private Bodies.Written write(BodyId body, InputStream bytes, long most) throws IOException {
        try {
            return bodies.write(body, bytes, most);
        } catch (Bodies.TooLargeException e) {
            throw tooLarge(most);
        }
    }

    private void take(Bucket wanted, Stored object, ObjectTerms terms) {
        Bucket bucket =
                buckets.lock(wanted.account(), wanted.name())
                        .filter(still -> still.id().equals(wanted.id()))
                        .orElseThrow(Buckets::unknown);
        Optional<Stored> before = objects.find(bucket, object.key());
        requireAsWanted(before, terms);
        if (!strays.claim(object.body())) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "the upload took longer than %s, and its bytes are gone"
                            .formatted(properties.unfinishedFor()));
        }
        before.ifPresent(
                old -> {
                    objects.delete(bucket, old.key());
                    strays.release(old.body(), object.changedAt());
                });
        objects.insert(bucket, object);
        long oldSize = before.map(old -> old.written().size()).orElse(0L);
        buckets.add(bucket, before.isPresent() ? 0 : 1, object.written().size() - oldSize);
        requireRoom(bucket);
        DurableSteps.reached("object.rows-written");
    }

    private void requireRoom(Bucket bucket) {
        BucketRows.Room room = buckets.room(bucket.account());
        if (room.objects() > properties.maxObjects()
                || room.bytes() > properties.maxSize().toBytes()) {
            throw full(room);
        }
    }

    private static void requireAsWanted(Optional<Stored> before, ObjectTerms terms) {
        if (terms.onlyNew() && before.isPresent()) {
            throw new RefusedException(
                    ErrorCode.PRECONDITION, "there is an object with this key already");
        }
        String wanted = terms.ifMatch();
        boolean other =
                wanted != null && before.filter(old -> matches(wanted, old.etag())).isEmpty();
        if (other) {
            throw new RefusedException(
                    ErrorCode.PRECONDITION,
                    "the object has not the ETag %s".formatted(Shown.text(wanted)));
        }
    }

    private static boolean matches(String wanted, String etag) {
        return wanted.equals("*") || wanted.replace("\"", "").equals(etag);
    }

    private static void requireMd5(@Nullable String wanted, Bodies.Written written) {
        if (wanted == null) {
            return;
        }
        String hex;
        try {
            hex = HexFormat.of().formatHex(Base64.getDecoder().decode(wanted));
        } catch (IllegalArgumentException e) {
            throw wrongMd5(wanted, written);
        }
        if (!Objects.equals(hex, written.md5())) {
            throw wrongMd5(wanted, written);
        }
    }

    private static RefusedException wrongMd5(String wanted, Bodies.Written written) {
        byte[] was = HexFormat.of().parseHex(written.md5());
        return new RefusedException(
                ErrorCode.REQUEST_INVALID,
                "the bytes that came have the MD5 %s, and Content-MD5 says %s"
                        .formatted(Base64.getEncoder().encodeToString(was), Shown.text(wanted)));
    }

    private @Nullable String metadata(Map<String, String> metadata) {
        if (metadata.isEmpty()) {
            return null;
        }
        long bytes = 0;
        for (Map.Entry<String, String> each : metadata.entrySet()) {
            if (!NAME.matcher(each.getKey()).matches()) {
                throw new RefusedException(
                        ErrorCode.REQUEST_INVALID,
                        "the name of metadata must be 1 to 128 small letters, digits, _, - and .,"
                                + " was: "
                                + Shown.text(each.getKey()));
            }
            bytes += each.getKey().length() + each.getValue().getBytes(UTF_8).length;
        }
        if (bytes > properties.maxMetadata().toBytes()) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "metadata may have %d bytes, names and values together, and has %d"
                            .formatted(properties.maxMetadata().toBytes(), bytes));
        }
        return json.writeValueAsString(metadata);
    }

    private static void requireType(String type) {
        if (type.length() > LONGEST_TYPE || !type.matches("[\\x20-\\x7e]+")) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "the content type must be 1 to %d characters of ASCII, was: %s"
                            .formatted(LONGEST_TYPE, Shown.text(type)));
        }
    }

    private static RefusedException tooLarge(long most) {
        return new RefusedException(
                ErrorCode.REQUEST_TOO_LARGE,
                "an object may have %d bytes here, by its own bound or by what is left of the"
                                .formatted(most)
                        + " account's");
    }

    private RefusedException full(BucketRows.Room room) {
        return new RefusedException(
                ErrorCode.LIMIT_REACHED,
                "the account's buckets may hold %d objects and %d bytes, and hold %d and %d; delete"
                                .formatted(
                                        properties.maxObjects(),
                                        properties.maxSize().toBytes(),
                                        room.objects(),
                                        room.bytes())
                        + " some first");
    }
}
