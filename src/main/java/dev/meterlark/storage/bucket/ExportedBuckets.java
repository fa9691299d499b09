package dev.meterlark.storage.bucket;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import dev.meterlark.account.ExportBounds;
import dev.meterlark.account.ExportPart;
import dev.meterlark.account.ExportSink;
import dev.meterlark.account.Page;
import dev.meterlark.shared.Caller;

import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.HexFormat;
import java.util.List;

/**
 * Buckets, what lies in them, and the bytes of as many objects as go in, in the order of the list.
 * Their files have names of ours: a key may be any text, and no key decides where a file goes on
 * the disk of whoever opens the zip. Reading them counts as nothing.
 */
@Component
@Order(6)
class ExportedBuckets implements ExportPart {

    private static final int AT_ONCE = 100;
    private static final int SHOWN_OF_KEY = 60;

    private final Buckets buckets;
    private final BucketRows rows;
    private final ObjectListing listing;
    private final ContentText texts;
    private final ObjectBytes bytes;

    ExportedBuckets(
            Buckets buckets,
            BucketRows rows,
            ObjectListing listing,
            ContentText texts,
            ObjectBytes bytes) {
        this.buckets = buckets;
        this.rows = rows;
        this.listing = listing;
        this.texts = texts;
        this.bytes = bytes;
    }

    /**
     * @param file where its bytes are in the zip; null when they are not
     */
    record Exported(@JsonUnwrapped ObjectFacts object, @Nullable String file) {}

    /** What still goes in: asked for the same objects in the same order, it says the same. */
    private static final class Room {

        private long left;

        Room(long bytes) {
            this.left = bytes;
        }

        boolean takes(ObjectFacts object) {
            boolean fits = object.size() <= left;
            left -= fits ? object.size() : 0;
            return fits;
        }
    }

    @Override
    public String tells(ExportBounds bounds) {
        return """
        buckets.jsonl      buckets
        buckets/<name>.jsonl
                           the objects of each, with the file that has their bytes
        buckets/<name>/    those files, of objects that have %d bytes together at most;
                           of others "file" is null: fetch them with any tool for S3
        """
                .formatted(bounds.objectBytes());
    }

    @Override
    public void write(Caller caller, ExportSink sink) throws IOException {
        List<String> names =
                sink.lines(
                        "buckets.jsonl",
                        BucketView::name,
                        cursor -> buckets.list(caller, cursor, AT_ONCE));
        var listed = new Room(sink.bounds().objectBytes());
        var sent = new Room(sink.bounds().objectBytes());
        for (String name : names) {
            Bucket bucket = rows.find(caller.account(), name).orElse(null);
            if (bucket != null) {
                sink.lines(
                        "buckets/%s.jsonl".formatted(name),
                        cursor -> list(bucket, cursor).map(each -> exported(each, listed)));
                send(bucket, sent, sink);
            }
        }
    }

    private Page<ObjectFacts> list(Bucket bucket, @Nullable String cursor) {
        ObjectList found =
                listing.list(
                        bucket,
                        new ObjectQuery(null, null, cursor, AT_ONCE),
                        stored -> texts.facts(bucket, stored));
        return new Page<>(found.items(), found.nextCursor());
    }

    private static Exported exported(ObjectFacts object, Room room) {
        return new Exported(object, room.takes(object) ? file(object) : null);
    }

    private void send(Bucket bucket, Room room, ExportSink sink) throws IOException {
        String cursor = null;
        do {
            Page<ObjectFacts> stretch = list(bucket, cursor);
            for (ObjectFacts object : stretch.items()) {
                if (room.takes(object)) {
                    send(object, sink);
                }
            }
            cursor = stretch.nextCursor();
        } while (cursor != null);
    }

    /** One that was deleted or written anew since it was listed is left out. */
    private void send(ObjectFacts object, ExportSink sink) throws IOException {
        InputStream open;
        try {
            open = bytes.open(BodyId.parse(object.version()), object.pieces() > 0, 0);
        } catch (NoSuchFileException e) {
            return;
        }
        sink.bytes(file(object), open);
    }

    static String file(ObjectFacts object) {
        String key = object.key();
        String last = key.substring(key.lastIndexOf('/') + 1);
        String shown = last.replaceAll("[^A-Za-z0-9._-]", "_");
        String end = shown.substring(Math.max(0, shown.length() - SHOWN_OF_KEY));
        byte[] digest = Digests.begin("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        String hash = HexFormat.of().formatHex(digest, 0, 8);
        return "buckets/%s/%s-%s".formatted(object.bucket(), hash, end);
    }
}
