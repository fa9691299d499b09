package dev.meterlark.storage.s3;

import dev.meterlark.storage.bucket.ChecksumAlgorithm;
import dev.meterlark.storage.bucket.PartFacts;
import dev.meterlark.storage.bucket.PartList;
import dev.meterlark.storage.bucket.UploadId;
import dev.meterlark.storage.bucket.UploadList;
import dev.meterlark.storage.bucket.UploadQuery;
import dev.meterlark.storage.bucket.UploadView;
import dev.meterlark.storage.bucket.Uploads;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Component;

import java.io.IOException;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Lists uploads that are not complete, and the parts of one. */
@Component
class ListingUploads {

    private final Uploads uploads;

    ListingUploads(Uploads uploads) {
        this.uploads = uploads;
    }

    void list(S3Request request, HttpServletResponse response) throws IOException {
        Query query = request.query();
        if (query.text("delimiter") != null) {
            throw S3Exception.notImplemented("A delimiter in a list of uploads");
        }
        UnaryOperator<String> shown =
                query.has("encoding-type") ? Encoded::encode : UnaryOperator.identity();
        String afterKey = query.text("key-marker");
        String afterId = query.text("upload-id-marker");
        String prefix = Objects.requireNonNullElse(query.text("prefix"), "");
        int most = query.number("max-uploads", 1, Integer.MAX_VALUE, Uploads.MOST_LISTED);
        int limit = Math.min(Uploads.MOST_LISTED, most);
        UploadList list =
                uploads.list(
                        request.account(),
                        request.bucketName(),
                        new UploadQuery(
                                prefix,
                                afterKey,
                                afterId == null ? null : UploadId.parse(afterId),
                                limit));
        Answers.write(
                Xml.document(
                        "ListMultipartUploadsResult",
                        xml -> {
                            xml.add("Bucket", request.bucketName())
                                    .add("KeyMarker", afterKey == null ? "" : shown.apply(afterKey))
                                    .add("UploadIdMarker", afterId == null ? "" : afterId)
                                    .add("Prefix", shown.apply(prefix))
                                    .add("EncodingType", query.text("encoding-type"))
                                    .add("MaxUploads", limit)
                                    .add("IsTruncated", list.more());
                            if (list.more()) {
                                UploadView last = list.items().getLast();
                                xml.add("NextKeyMarker", shown.apply(last.key()))
                                        .add("NextUploadIdMarker", last.id());
                            }
                            Owner owner = Owner.of(request.caller());
                            for (UploadView each : list.items()) {
                                xml.element("Upload", one -> upload(one, each, owner, shown));
                            }
                        }),
                response);
    }

    private static void upload(
            Xml xml, UploadView upload, Owner owner, UnaryOperator<String> shown) {
        xml.add("Key", shown.apply(upload.key()))
                .add("UploadId", upload.id())
                .element("Initiator", owner::write)
                .element("Owner", owner::write)
                .add("StorageClass", "STANDARD")
                .time("Initiated", upload.begunAt())
                .add("ChecksumAlgorithm", upload.checksum())
                .add("ChecksumType", upload.form());
    }

    void parts(S3Request request, HttpServletResponse response) throws IOException {
        UploadView upload = UploadingParts.find(request, uploads);
        Query query = request.query();
        int after = query.number("part-number-marker", 0, Integer.MAX_VALUE, 0);
        int most = query.number("max-parts", 1, Integer.MAX_VALUE, Uploads.MOST_LISTED);
        int limit = Math.min(Uploads.MOST_LISTED, most);
        PartList list = uploads.parts(request.account(), upload.id(), after, limit);
        Answers.write(
                Xml.document(
                        "ListPartsResult",
                        xml -> {
                            Owner owner = Owner.of(request.caller());
                            xml.add("Bucket", upload.bucket())
                                    .add("Key", upload.key())
                                    .add("UploadId", upload.id())
                                    .element("Initiator", owner::write)
                                    .element("Owner", owner::write)
                                    .add("StorageClass", "STANDARD")
                                    .add("PartNumberMarker", after)
                                    .add("MaxParts", limit)
                                    .add("IsTruncated", list.more())
                                    .add("ChecksumAlgorithm", upload.checksum())
                                    .add("ChecksumType", upload.form());
                            if (list.more()) {
                                xml.add("NextPartNumberMarker", list.items().getLast().number());
                            }
                            for (PartFacts each : list.items()) {
                                xml.element("Part", one -> part(one, each, upload));
                            }
                        }),
                response);
    }

    private static void part(Xml xml, PartFacts part, UploadView upload) {
        xml.add("PartNumber", part.number())
                .time("LastModified", part.writtenAt())
                .add("ETag", Answers.etag(part.etag()))
                .add("Size", part.size());
        ChecksumAlgorithm algorithm = upload.checksum();
        if (algorithm != null) {
            xml.add(ChecksumHeaders.element(algorithm), part.checksum());
        }
    }
}
