package dev.meterlark.storage.s3;

import dev.meterlark.storage.bucket.ChecksumAlgorithm;
import dev.meterlark.storage.bucket.CompleteTerms;
import dev.meterlark.storage.bucket.ObjectFacts;
import dev.meterlark.storage.bucket.PartRef;
import dev.meterlark.storage.bucket.UploadId;
import dev.meterlark.storage.bucket.UploadPlace;
import dev.meterlark.storage.bucket.Uploads;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Makes an object of the parts that a list names. */
@Component
class CompletingUploads {

    private static final int MOST_PARTS = 10_000;

    private final Uploads uploads;

    CompletingUploads(Uploads uploads) {
        this.uploads = uploads;
    }

    /** Asked once more, it answers the same. */
    void complete(S3Request request, HttpServletResponse response) throws IOException {
        UploadId upload = UploadId.parse(String.valueOf(request.query().get("uploadId")));
        List<PartRef> parts = Order.read(request);
        ObjectFacts object =
                uploads.complete(
                        request.account(),
                        new UploadPlace(request.bucketName(), request.keyName(), upload),
                        parts,
                        terms(request));
        Answers.write(
                Xml.document(
                        "CompleteMultipartUploadResult",
                        xml -> {
                            xml.add("Location", location(request))
                                    .add("Bucket", request.bucketName())
                                    .add("Key", request.keyName())
                                    .add("ETag", Answers.etag(object.etag()));
                            ChecksumHeaders.write(xml, object.checksum());
                        }),
                response);
    }

    private static CompleteTerms terms(S3Request request) {
        String size = request.header("x-amz-mp-object-size");
        if (size != null && !size.matches("[0-9]{1,15}")) {
            throw S3Exception.invalid("x-amz-mp-object-size must be the number of all bytes.");
        }
        String checksum =
                Arrays.stream(ChecksumAlgorithm.values())
                        .map(each -> request.header(ChecksumHeaders.header(each)))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
        return new CompleteTerms(
                size == null ? null : Long.valueOf(size),
                checksum,
                WriteTerms.onlyNew(request),
                request.header("If-Match"));
    }

    private static String location(S3Request request) {
        return Stream.of(request.bucketName(), request.keyName())
                .map(Encoded::encode)
                .reduce("", (path, each) -> path + "/" + each);
    }

    /** The parts, as the body names them. */
    private static final class Order implements XmlReading.Visitor {
        private final List<PartRef> parts = new ArrayList<>();
        private int number;
        private @Nullable String etag;
        private @Nullable String checksum;

        static List<PartRef> read(S3Request request) throws IOException {
            Order order = new Order();
            XmlReading.read(request, "CompleteMultipartUpload", order);
            if (order.parts.isEmpty()) {
                throw S3Exception.malformed("it must name at least one part");
            }
            return order.parts;
        }

        @Override
        public void end(String path, String text) {
            switch (path) {
                case "CompleteMultipartUpload/Part" -> add();
                case "CompleteMultipartUpload/Part/PartNumber" -> number = number(text.strip());
                case "CompleteMultipartUpload/Part/ETag" -> etag = text.strip();
                default -> {
                    if (path.startsWith("CompleteMultipartUpload/Part/Checksum")) {
                        checksum = text.strip();
                    }
                }
            }
        }

        private void add() {
            String named = etag;
            if (number == 0 || named == null) {
                throw S3Exception.malformed("each Part needs a PartNumber and an ETag");
            }
            if (parts.size() >= MOST_PARTS) {
                throw S3Exception.malformed("it may name %d parts".formatted(MOST_PARTS));
            }
            parts.add(new PartRef(number, named, checksum));
            number = 0;
            etag = null;
            checksum = null;
        }

        private static int number(String text) {
            if (!text.matches("[1-9][0-9]{0,4}")) {
                throw S3Exception.malformed("a PartNumber is a whole number from 1 on");
            }
            return Integer.parseInt(text);
        }
    }
}
