package dev.meterlark.storage.web;

import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.ByteRange;
import dev.meterlark.storage.bucket.Emptying;
import dev.meterlark.storage.bucket.ObjectFacts;
import dev.meterlark.storage.bucket.ObjectList;
import dev.meterlark.storage.bucket.ObjectQuery;
import dev.meterlark.storage.bucket.Objects;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The objects of buckets. Works on the requests themselves: bytes are passed on as they come and
 * never gathered.
 */
@RestController
@RequestMapping("/api/v1/buckets/{bucket}/objects")
class ObjectController {

    private static final int PIECE = 64 * 1024;

    private final Objects objects;
    private final Emptying emptying;

    ObjectController(Objects objects, Emptying emptying) {
        this.objects = objects;
        this.emptying = emptying;
    }

    /**
     * In the order of their keys.
     *
     * @param delimiter keys that have the same up to it, after the prefix, are shown as that
     */
    @GetMapping
    @Access(Permission.STORAGE_READ)
    ObjectList list(
            Caller caller,
            @PathVariable String bucket,
            @RequestParam(required = false) @Nullable String prefix,
            @RequestParam(required = false) @Nullable String delimiter,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return objects.list(
                caller.account(), bucket, new ObjectQuery(prefix, delimiter, cursor, limit));
    }

    /**
     * All whose keys begin alike, a thousand at once; asked again while there are {@code more}, it
     * goes on.
     *
     * @param prefix said in so many words where it is empty, for every object
     */
    @DeleteMapping
    @Access(Permission.STORAGE_WRITE)
    Emptying.Emptied empty(
            Caller caller,
            @PathVariable String bucket,
            @RequestParam(required = false) @Nullable String prefix) {
        return emptying.empty(caller, bucket, prefix);
    }

    /** Kept, whole, when it is answered. */
    @PutMapping("/{*key}")
    @Access(Permission.STORAGE_WRITE)
    ObjectFacts put(
            Caller caller,
            @PathVariable String bucket,
            @PathVariable String key,
            HttpServletRequest request)
            throws IOException {
        return objects.put(
                caller.account(),
                bucket,
                key(key),
                ObjectHeaders.terms(request),
                request.getInputStream());
    }

    /** The bytes, or a range of them; HEAD tells the rest alone. */
    @GetMapping("/{*key}")
    @Access(Permission.STORAGE_READ)
    void get(
            Caller caller,
            @PathVariable String bucket,
            @PathVariable String key,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        ObjectFacts facts =
                objects.find(caller.account(), bucket, key(key)).orElseThrow(Objects::unknown);
        if (!ObjectHeaders.isWanted(request, facts)) {
            throw new RefusedException(
                    ErrorCode.PRECONDITION, "the object has another ETag: " + facts.etag());
        }
        if (ObjectHeaders.isKnown(request, facts)) {
            response.setStatus(HttpStatus.NOT_MODIFIED.value());
            response.setHeader("ETag", "\"" + facts.etag() + "\"");
            return;
        }
        ByteRange range = ByteRange.of(ObjectHeaders.range(request, facts), facts.size());
        ObjectHeaders.write(facts, response);
        response.setContentLengthLong(range.length());
        if (range.partial()) {
            response.setStatus(HttpStatus.PARTIAL_CONTENT.value());
            response.setHeader("Content-Range", range.contentRange(facts.size()));
        }
        if (!request.getMethod().equals("HEAD")) {
            objects.read(
                    caller.account(),
                    facts,
                    range.from(),
                    range.length(),
                    bytes -> copy(bytes, range.length(), response.getOutputStream()));
        }
    }

    @DeleteMapping("/{*key}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.STORAGE_WRITE)
    void delete(
            Caller caller,
            @PathVariable String bucket,
            @PathVariable String key,
            HttpServletRequest request) {
        boolean deleted =
                objects.delete(
                        caller.account(),
                        bucket,
                        key(key),
                        facts -> {
                            if (!ObjectHeaders.isWanted(request, facts)) {
                                throw new RefusedException(
                                        ErrorCode.PRECONDITION,
                                        "the object has another ETag: " + facts.etag());
                            }
                            return true;
                        });
        if (!deleted) {
            throw Objects.unknown();
        }
    }

    /** A reader that has gone away needs no more; bytes that cannot be read end the connection. */
    private static void copy(InputStream bytes, long length, OutputStream out) throws IOException {
        byte[] piece = new byte[PIECE];
        for (long left = length; left > 0; ) {
            int read = bytes.read(piece, 0, (int) Math.min(PIECE, left));
            if (read < 0) {
                throw new IOException("%d bytes of an object are missing".formatted(left));
            }
            try {
                out.write(piece, 0, read);
            } catch (IOException gone) {
                return;
            }
            left -= read;
        }
    }

    /** The pattern takes the slash before it as well. */
    private static String key(String matched) {
        return matched.substring(1);
    }
}
