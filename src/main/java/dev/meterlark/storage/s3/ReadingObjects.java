package dev.meterlark.storage.s3;

import dev.meterlark.storage.ByteRange;
import dev.meterlark.storage.bucket.Checksum;
import dev.meterlark.storage.bucket.ObjectFacts;
import dev.meterlark.storage.bucket.Objects;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Gives objects back: whole, a range, a part, or what is known of them. */
@Component
class ReadingObjects {

    private static final int PIECE = 64 * 1024;

    /** What an address may have the answer say instead of what the object does. */
    private static final Map<String, String> OVERRIDES =
            Map.of(
                    "response-content-type", "Content-Type",
                    "response-content-language", "Content-Language",
                    "response-expires", "Expires",
                    "response-cache-control", "Cache-Control",
                    "response-content-disposition", "Content-Disposition",
                    "response-content-encoding", "Content-Encoding");

    private final Objects objects;

    ReadingObjects(Objects objects) {
        this.objects = objects;
    }

    /** Also for HEAD, which has everything but the bytes. */
    void read(S3Request request, HttpServletResponse response) throws IOException {
        ObjectFacts object = find(request);
        Conditions conditions = Conditions.of(request);
        if (!conditions.isWanted(object)) {
            throw Conditions.failed();
        }
        if (conditions.isKnown(object)) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            response.setHeader("ETag", Answers.etag(object.etag()));
            response.setHeader("Last-Modified", Answers.time(object.changedAt()));
            return;
        }
        ByteRange range = range(request, object, response);
        Answers.describe(object, response);
        override(request, response);
        describeChecksum(request, object, range, response);
        response.setContentLengthLong(range.length());
        if (range.partial()) {
            response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
            response.setHeader("Content-Range", range.contentRange(object.size()));
        }
        if (request.method().equals("GET")) {
            objects.read(
                    request.account(),
                    object,
                    range.from(),
                    range.length(),
                    bytes -> copy(bytes, range.length(), response.getOutputStream()));
        }
    }

    /** What of an object is asked for by name, as XML. */
    void attributes(S3Request request, HttpServletResponse response) throws IOException {
        ObjectFacts object = find(request);
        Set<String> wanted = new TreeSet<>();
        String header = request.header("x-amz-object-attributes");
        for (String each : header == null ? new String[0] : header.split(",")) {
            wanted.add(each.strip());
        }
        if (wanted.isEmpty()) {
            throw S3Exception.invalid("The header x-amz-object-attributes must name some.");
        }
        response.setHeader("Last-Modified", Answers.time(object.changedAt()));
        Answers.write(
                Xml.document(
                        "GetObjectAttributesResponse",
                        xml -> {
                            if (wanted.contains("ETag")) {
                                xml.add("ETag", object.etag());
                            }
                            Checksum checksum = object.checksum();
                            if (wanted.contains("Checksum") && checksum != null) {
                                xml.element(
                                        "Checksum", each -> ChecksumHeaders.write(each, checksum));
                            }
                            int parts = objects.parts(object).size();
                            if (wanted.contains("ObjectParts") && parts > 0) {
                                xml.element(
                                        "ObjectParts", each -> each.add("TotalPartsCount", parts));
                            }
                            if (wanted.contains("StorageClass")) {
                                xml.add("StorageClass", "STANDARD");
                            }
                            if (wanted.contains("ObjectSize")) {
                                xml.add("ObjectSize", object.size());
                            }
                        }),
                response);
    }

    private ObjectFacts find(S3Request request) {
        Versions.requireTheOnly(request);
        return objects.find(request.account(), request.bucketName(), request.keyName())
                .orElseThrow(S3Exception::noSuchKey);
    }

    private ByteRange range(S3Request request, ObjectFacts object, HttpServletResponse response) {
        String header = request.header("Range");
        if (!request.query().has("partNumber")) {
            return ByteRange.of(stillUseful(request, object) ? header : null, object.size());
        }
        if (header != null) {
            throw new S3Exception(
                    S3Error.INVALID_REQUEST,
                    "Cannot specify both Range header and partNumber query parameter.");
        }
        return part(request, object, response);
    }

    private ByteRange part(S3Request request, ObjectFacts object, HttpServletResponse response) {
        int number = request.query().number("partNumber", 1, 10_000, 1);
        List<Long> parts = objects.parts(object);
        if (number > Math.max(1, parts.size())) {
            throw new S3Exception(
                    S3Error.INVALID_PART, "The requested partnumber is not satisfiable.");
        }
        if (parts.isEmpty()) {
            return new ByteRange(0, object.size(), object.size() > 0);
        }
        response.setHeader("x-amz-mp-parts-count", String.valueOf(parts.size()));
        long from = parts.subList(0, number - 1).stream().mapToLong(Long::longValue).sum();
        return new ByteRange(from, parts.get(number - 1), object.size() > 0);
    }

    /** A range of something else than the reader has the rest of is no use to it. */
    private static boolean stillUseful(S3Request request, ObjectFacts object) {
        String whole = request.header("If-Range");
        return whole == null
                || new Conditions(whole, null, null, null).isWanted(object)
                || whole.equals(Answers.time(object.changedAt()));
    }

    private static void override(S3Request request, HttpServletResponse response) {
        OVERRIDES.forEach(
                (parameter, header) -> {
                    @Nullable String value = request.query().text(parameter);
                    if (value != null && value.matches("[\\x20-\\x7e]{1,1024}")) {
                        response.setHeader(header, value);
                    }
                });
    }

    private static void describeChecksum(
            S3Request request, ObjectFacts object, ByteRange range, HttpServletResponse response) {
        Checksum checksum = object.checksum();
        boolean asked = "ENABLED".equalsIgnoreCase(request.header("x-amz-checksum-mode"));
        if (asked && checksum != null && !range.partial()) {
            Answers.describe(checksum, response);
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
}
