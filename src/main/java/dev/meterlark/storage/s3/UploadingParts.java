package dev.meterlark.storage.s3;

import dev.meterlark.storage.bucket.ChecksumAlgorithm;
import dev.meterlark.storage.bucket.ChecksumTerms;
import dev.meterlark.storage.bucket.ObjectFacts;
import dev.meterlark.storage.bucket.ObjectPlace;
import dev.meterlark.storage.bucket.ObjectTerms;
import dev.meterlark.storage.bucket.Objects;
import dev.meterlark.storage.bucket.PartFacts;
import dev.meterlark.storage.bucket.PartTerms;
import dev.meterlark.storage.bucket.UploadId;
import dev.meterlark.storage.bucket.UploadView;
import dev.meterlark.storage.bucket.Uploads;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Begins and aborts objects that come in parts, and takes the parts. */
@Component
class UploadingParts {

    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{1,18})-([0-9]{1,18})");
    private static final int MOST_PARTS = 10_000;

    private final Uploads uploads;
    private final Objects objects;

    UploadingParts(Uploads uploads, Objects objects) {
        this.uploads = uploads;
        this.objects = objects;
    }

    void begin(S3Request request, HttpServletResponse response) throws IOException {
        ObjectTerms said = WriteTerms.of(request);
        var terms =
                new ObjectTerms(
                        said.contentType(),
                        said.metadata(),
                        said.headers(),
                        -1,
                        null,
                        checksum(request),
                        false,
                        null);
        UploadView upload =
                uploads.begin(request.account(), request.bucketName(), request.keyName(), terms);
        if (upload.checksum() != null && upload.form() != null) {
            response.setHeader("x-amz-checksum-algorithm", upload.checksum().name());
            response.setHeader("x-amz-checksum-type", upload.form().name());
        }
        Answers.write(
                Xml.document(
                        "InitiateMultipartUploadResult",
                        xml ->
                                xml.add("Bucket", request.bucketName())
                                        .add("Key", request.keyName())
                                        .add("UploadId", upload.id())),
                response);
    }

    private static @Nullable ChecksumTerms checksum(S3Request request) {
        Optional<ChecksumAlgorithm> algorithm =
                ChecksumHeaders.algorithm(request, "x-amz-checksum-algorithm");
        return algorithm
                .map(
                        each ->
                                new ChecksumTerms(
                                        each,
                                        ChecksumHeaders.form(request).orElse(null),
                                        () -> null))
                .orElse(null);
    }

    void part(S3Request request, HttpServletResponse response) throws IOException {
        UploadId upload = find(request, uploads).id();
        ChecksumTerms checksum = ChecksumHeaders.terms(request);
        PartFacts part =
                uploads.part(
                        request.account(),
                        upload,
                        number(request),
                        new PartTerms(request.body().length(), WriteTerms.md5(request), checksum),
                        request.body().bytes());
        response.setHeader("ETag", Answers.etag(part.etag()));
        if (checksum != null && part.checksum() != null) {
            response.setHeader(ChecksumHeaders.header(checksum.algorithm()), part.checksum());
        }
        Answers.nothing(200, response);
    }

    void copiedPart(S3Request request, HttpServletResponse response) throws IOException {
        UploadView upload = find(request, uploads);
        ObjectPlace place = CopySource.find(request, objects);
        ObjectFacts source =
                objects.find(request.account(), place.bucket(), place.key())
                        .orElseThrow(S3Exception::noSuchKey);
        Piece piece = piece(request.header("x-amz-copy-source-range"), source.size());
        PartFacts[] part = new PartFacts[1];
        objects.read(
                request.account(),
                source,
                piece.from,
                piece.length,
                bytes ->
                        part[0] =
                                uploads.part(
                                        request.account(),
                                        upload.id(),
                                        number(request),
                                        new PartTerms(piece.length, null, null),
                                        new Limited(bytes, piece.length)));
        PartFacts written = part[0];
        Answers.write(
                Xml.document(
                        "CopyPartResult",
                        xml -> {
                            xml.time("LastModified", written.writtenAt())
                                    .add("ETag", Answers.etag(written.etag()));
                            if (upload.checksum() != null) {
                                xml.add(
                                        ChecksumHeaders.element(upload.checksum()),
                                        written.checksum());
                            }
                        }),
                response);
    }

    void abort(S3Request request, HttpServletResponse response) {
        uploads.abort(request.account(), find(request, uploads).id());
        Answers.nothing(HttpServletResponse.SC_NO_CONTENT, response);
    }

    /**
     * @throws S3Exception when there is no such upload of the very key that the address names
     */
    static UploadView find(S3Request request, Uploads uploads) {
        String id = request.query().text("uploadId");
        if (id == null) {
            throw S3Exception.invalid("The address must name an uploadId.");
        }
        UploadView upload = uploads.show(request.account(), UploadId.parse(id));
        if (!upload.bucket().equals(request.bucketName())
                || !upload.key().equals(request.keyName())) {
            throw S3Exception.noSuchUpload();
        }
        return upload;
    }

    private static int number(S3Request request) {
        if (request.query().text("partNumber") == null) {
            throw S3Exception.invalid("The address must name a partNumber.");
        }
        return request.query().number("partNumber", 1, MOST_PARTS, 1);
    }

    private record Piece(long from, long length) {}

    /** All of it when no range is said. */
    private static Piece piece(@Nullable String range, long size) {
        if (range == null) {
            return new Piece(0, size);
        }
        Matcher said = RANGE.matcher(range);
        if (said.matches()) {
            long from = Long.parseLong(said.group(1));
            long to = Long.parseLong(said.group(2));
            if (from <= to && to < size) {
                return new Piece(from, to - from + 1);
            }
        }
        throw S3Exception.invalid(
                "The x-amz-copy-source-range value must be of the form bytes=first-last where first"
                        + " and last are the zero-based offsets of the first and last bytes to"
                        + " copy, within the %d that there are.".formatted(size));
    }

    /** The first bytes of a stream. */
    private static final class Limited extends InputStream {
        private final InputStream bytes;
        private long left;

        Limited(InputStream bytes, long length) {
            this.bytes = bytes;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = left == 0 ? -1 : bytes.read(target, offset, (int) Math.min(length, left));
            left -= Math.max(read, 0);
            return read;
        }
    }
}
