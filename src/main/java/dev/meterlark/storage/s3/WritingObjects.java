package dev.meterlark.storage.s3;

import dev.meterlark.storage.bucket.Checksum;
import dev.meterlark.storage.bucket.CopyTerms;
import dev.meterlark.storage.bucket.ObjectFacts;
import dev.meterlark.storage.bucket.ObjectPlace;
import dev.meterlark.storage.bucket.Objects;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Component;

import java.io.IOException;

/** Writes, copies and deletes objects. */
@Component
class WritingObjects {

    private final Objects objects;

    WritingObjects(Objects objects) {
        this.objects = objects;
    }

    /** Kept, whole and as it was signed, when it is answered. */
    void put(S3Request request, HttpServletResponse response) throws IOException {
        ObjectFacts written =
                objects.put(
                        request.account(),
                        request.bucketName(),
                        request.keyName(),
                        WriteTerms.of(request),
                        request.body().bytes());
        response.setHeader("ETag", Answers.etag(written.etag()));
        Checksum checksum = written.checksum();
        if (checksum != null) {
            Answers.describe(checksum, response);
        }
        Answers.nothing(200, response);
    }

    void copy(S3Request request, HttpServletResponse response) throws IOException {
        WriteTerms.requireOffered(request);
        ObjectPlace source = CopySource.find(request, objects);
        boolean replaces = "REPLACE".equalsIgnoreCase(request.header("x-amz-metadata-directive"));
        var target = new ObjectPlace(request.bucketName(), request.keyName());
        if (source.equals(target) && !replaces) {
            throw new S3Exception(
                    S3Error.INVALID_REQUEST,
                    "This copy request is illegal because it is trying to copy an object to itself"
                            + " without changing the object's metadata.");
        }
        ObjectFacts copied =
                objects.copy(
                        request.account(),
                        source,
                        object -> {
                            Conditions.ofSource(request).require(object);
                            return true;
                        },
                        target,
                        new CopyTerms(
                                replaces ? WriteTerms.of(request) : null,
                                ChecksumHeaders.algorithm(request, "x-amz-checksum-algorithm")
                                        .orElse(null),
                                WriteTerms.onlyNew(request),
                                request.header("If-Match")));
        Answers.write(
                Xml.document(
                        "CopyObjectResult",
                        xml -> {
                            xml.time("LastModified", copied.changedAt())
                                    .add("ETag", Answers.etag(copied.etag()));
                            ChecksumHeaders.write(xml, copied.checksum());
                        }),
                response);
    }

    /** What is not there is deleted already. */
    void delete(S3Request request, HttpServletResponse response) {
        Versions.requireTheOnly(request);
        var conditions = new Conditions(request.header("If-Match"), null, null, null);
        objects.delete(
                request.account(),
                request.bucketName(),
                request.keyName(),
                object -> {
                    conditions.require(object);
                    return true;
                });
        Answers.nothing(HttpServletResponse.SC_NO_CONTENT, response);
    }

    void readSetting(S3Request request, HttpServletResponse response) throws IOException {
        requireThere(request);
        Settings.Setting setting = Settings.ofObject(request.query()).orElseThrow();
        Answers.write(setting.read(Owner.of(request.caller())), response);
    }

    void changeSetting(S3Request request) {
        requireThere(request);
        throw S3Exception.notImplemented(
                "Setting " + Settings.ofObject(request.query()).orElseThrow().parameter());
    }

    private void requireThere(S3Request request) {
        Versions.requireTheOnly(request);
        if (objects.find(request.account(), request.bucketName(), request.keyName()).isEmpty()) {
            throw S3Exception.noSuchKey();
        }
    }
}
