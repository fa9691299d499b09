package dev.meterlark.storage.s3;

import dev.meterlark.account.Page;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.bucket.BucketView;
import dev.meterlark.storage.bucket.Buckets;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Makes, shows and deletes buckets, and says of them what S3 has a word for. */
@Component
class AccountBuckets {

    private static final String FIRST_REGION = "us-east-1";
    private static final int MOST_AT_ONCE = 100;
    private static final int MOST_LISTED = 10_000;

    private final Buckets buckets;
    private final String region;

    AccountBuckets(Buckets buckets, @Value("${meterlark.region:us-east-1}") String region) {
        this.buckets = buckets;
        this.region = region;
    }

    /** All of them, unless the caller asks for pages. */
    void list(S3Request request, HttpServletResponse response) throws IOException {
        String prefix = request.query().text("prefix");
        int most = request.query().number("max-buckets", 1, MOST_LISTED, MOST_LISTED);
        List<BucketView> found = new ArrayList<>();
        String cursor = request.query().text("continuation-token");
        do {
            int asked = Math.min(MOST_AT_ONCE, most - found.size());
            Page<BucketView> page = buckets.list(request.caller(), cursor, asked);
            page.items().stream()
                    .filter(each -> prefix == null || each.name().startsWith(prefix))
                    .forEach(found::add);
            cursor = page.nextCursor();
        } while (cursor != null && found.size() < most);
        String next = cursor;
        Answers.write(
                Xml.document(
                        "ListAllMyBucketsResult",
                        xml ->
                                xml.element("Owner", Owner.of(request.caller())::write)
                                        .element("Buckets", all -> write(all, found))
                                        .add("ContinuationToken", next)
                                        .add("Prefix", prefix)),
                response);
    }

    private void write(Xml xml, List<BucketView> found) {
        for (BucketView each : found) {
            xml.element(
                    "Bucket",
                    one ->
                            one.add("Name", each.name())
                                    .time("CreationDate", each.createdAt())
                                    .add("BucketRegion", region));
        }
    }

    /** In whatever region the caller believes to be. */
    void create(S3Request request, HttpServletResponse response) throws IOException {
        WriteTerms.requireUsualAcl(request);
        if ("true".equalsIgnoreCase(request.header("x-amz-bucket-object-lock-enabled"))) {
            throw S3Exception.notImplemented("Object lock");
        }
        XmlReading.readIfAny(
                request.body().bytes(), "CreateBucketConfiguration", (path, text) -> {});
        try {
            buckets.create(request.caller(), request.bucketName());
        } catch (RefusedException refusal) {
            throw notCreated(refusal);
        }
        response.setHeader("Location", "/" + request.bucketName());
        Answers.nothing(200, response);
    }

    private static RuntimeException notCreated(RefusedException refusal) {
        String text = refusal.publicText();
        return switch (refusal.code()) {
            case REQUEST_INVALID -> new S3Exception(S3Error.INVALID_BUCKET_NAME, text);
            case CONFLICT -> new S3Exception(S3Error.BUCKET_ALREADY_OWNED_BY_YOU, text);
            case LIMIT_REACHED -> new S3Exception(S3Error.TOO_MANY_BUCKETS, text);
            default -> refusal;
        };
    }

    void head(S3Request request, HttpServletResponse response) {
        requireThere(request);
        response.setHeader("x-amz-bucket-region", region);
        Answers.nothing(200, response);
    }

    void location(S3Request request, HttpServletResponse response) throws IOException {
        requireThere(request);
        Answers.write(
                Xml.document(
                        "LocationConstraint",
                        xml -> {
                            if (!region.equals(FIRST_REGION)) {
                                xml.text(region);
                            }
                        }),
                response);
    }

    void delete(S3Request request, HttpServletResponse response) {
        try {
            buckets.delete(request.caller(), request.bucketName());
        } catch (RefusedException refusal) {
            throw refusal.code() == ErrorCode.CONFLICT
                    ? new S3Exception(S3Error.BUCKET_NOT_EMPTY, refusal.publicText())
                    : refusal;
        }
        Answers.nothing(HttpServletResponse.SC_NO_CONTENT, response);
    }

    void readSetting(S3Request request, HttpServletResponse response) throws IOException {
        requireThere(request);
        Settings.Setting setting = Settings.ofBucket(request.query()).orElseThrow();
        Answers.write(setting.read(Owner.of(request.caller())), response);
    }

    void changeSetting(S3Request request) {
        requireThere(request);
        throw S3Exception.notImplemented(
                "Setting " + Settings.ofBucket(request.query()).orElseThrow().parameter());
    }

    void requireThere(S3Request request) {
        if (!buckets.exists(request.account(), request.bucketName())) {
            throw S3Exception.noSuchBucket();
        }
    }
}
