package dev.meterlark.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.SignedForS3;
import dev.meterlark.account.NewApiKey;
import dev.meterlark.shared.Permission;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.net.http.HttpResponse;
import java.util.Map;

/** Buckets and lists by S3's protocol, who may do what, and what we do not have. */
class S3BucketsTests extends S3Requests {

    @Test
    void listsGoOnWhereTheyEndedInEachOfTheirWays() {
        for (String key : new String[] {"a/1", "a/2", "b", "c/1", "d"}) {
            put(key, "");
        }

        String second = s3.ask("GET", "/images?list-type=2&delimiter=%2F&max-keys=2").body();
        String token = between(second, "<NextContinuationToken>", "<");
        String rest =
                s3.ask(
                                "GET",
                                "/images?list-type=2&delimiter=%2F&max-keys=5&continuation-token="
                                        + token)
                        .body();
        String first = s3.ask("GET", "/images?delimiter=%2F&max-keys=1").body();
        String firstOn = s3.ask("GET", "/images?delimiter=%2F&marker=a%2F").body();

        assertThat(second)
                .contains("<Prefix>a/</Prefix>", "<Key>b</Key>", "<IsTruncated>true</IsTruncated>")
                .contains("<KeyCount>2</KeyCount>")
                .doesNotContain(">c/");
        assertThat(rest)
                .contains("<Prefix>c/</Prefix>", "<Key>d</Key>")
                .contains("<IsTruncated>false</IsTruncated>")
                .doesNotContain(">a/", "<Key>b");
        assertThat(first).contains("<NextMarker>a/</NextMarker>");
        assertThat(firstOn).contains("<Key>b</Key>", ">c/", "<Key>d</Key>").doesNotContain(">a/1");
        assertThat(firstOn).doesNotContain("<CommonPrefixes><Prefix>a/");
        assertThat(s3.ask("GET", "/images?list-type=2&start-after=b").body())
                .contains("<Key>c/1</Key>")
                .doesNotContain("<Key>b</Key>");
        assertThat(s3.ask("GET", "/images?max-keys=0").body()).doesNotContain("<Contents>");
        assertThat(s3.ask("GET", "/images?versions").body())
                .contains("<VersionId>null</VersionId>", "<Key>a/1</Key>");
        refused(s3.ask("GET", "/images?list-type=2&continuation-token=!"), 400, "InvalidArgument");
    }

    @Test
    void manyAreDeletedAtOnceAndWhatIsNotThereIsGone() {
        put("a", "1");
        put("b&c", "2");

        HttpResponse<String> answer =
                post(
                        "/images?delete",
                        "<Delete><Object><Key>a</Key></Object><Object><Key>b&amp;c</Key></Object>"
                                + "<Object><Key>none</Key></Object></Delete>");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("<Deleted><Key>b&amp;c</Key></Deleted>", "none");
        assertThat(s3.ask("GET", "/images?list-type=2").body()).contains("<KeyCount>0</KeyCount>");
    }

    @Test
    void ofManyThoseThatAreOthersByNowStay() {
        put("a", "1");
        put("b", "2");

        HttpResponse<String> answer =
                post(
                        "/images?delete",
                        "<Delete><Object><Key>a</Key><ETag>\"c4ca4238a0b923820dcc509a6f75849b\"</ETag></Object>"
                            + "<Object><Key>b</Key><ETag>\"other\"</ETag></Object></Delete>");

        assertThat(answer.body())
                .contains("<Deleted><Key>a</Key></Deleted>")
                .contains("<Key>b</Key><Code>PreconditionFailed</Code>");
        assertThat(s3.ask("GET", "/images/a").statusCode()).isEqualTo(404);
        assertThat(s3.ask("GET", "/images/b").body()).isEqualTo("2");
    }

    @Test
    void aListOfKeysIsHeldAgainstItsDigestBeforeAnythingIsDeleted() {
        put("a", "1");
        byte[] list = bytes("<Delete><Object><Key>a</Key></Object></Delete>");

        refused(deleted(list, "XUFAKrxLKna5cZ2REBfFkQ=="), 400, "BadDigest");
        refused(deleted(list, "nonsense"), 400, "InvalidDigest");
        assertThat(s3.ask("GET", "/images/a").body()).isEqualTo("1");
        assertThat(deleted(list, "aFPqFnlCon58cZ4Qt7zwvQ==").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> deleted(byte[] list, String md5) {
        return s3.ask("POST", "/images?delete", list, Map.of("Content-MD5", md5));
    }

    @Test
    void aListOfKeysThatIsNotSignedIsReadToItsEnd() {
        put("a", "1");

        HttpResponse<String> answer =
                s3.seal(
                                "POST",
                                "/images?delete",
                                bytes("<Delete><Object><Key>a</Key></Object></Delete>\n"),
                                Map.of(),
                                SignedForS3.Form.UNSIGNED)
                        .send();

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(s3.ask("GET", "/images/a").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"ab", "Images", "a_b", "-abc", "a..b", "10.0.0.1", "xn--abc", "a%20b"})
    void aBucketThatAwsWouldRefuseIsRefused(String name) {
        refused(s3.ask("PUT", "/" + name), 400, "InvalidBucketName");
    }

    @Test
    void bucketsAreMadeAndDeletedInS3sWords() {
        refused(s3.ask("PUT", "/images"), 409, "BucketAlreadyOwnedByYou");
        put("key", "hello");
        refused(s3.ask("DELETE", "/images"), 409, "BucketNotEmpty");
        refused(s3.ask("GET", "/none"), 404, "NoSuchBucket");
        refused(s3.ask("GET", "/none/key"), 404, "NoSuchBucket");
        refused(s3.ask("GET", "/images/none"), 404, "NoSuchKey");
        assertThat(s3.ask("HEAD", "/images").statusCode()).isEqualTo(200);
        assertThat(s3.ask("HEAD", "/none").statusCode()).isEqualTo(404);
        assertThat(s3.ask("GET", "/").body()).contains("<Name>images</Name>");
        assertThat(
                        s3.ask(
                                        "PUT",
                                        "/elsewhere",
                                        bytes(
                                                "<CreateBucketConfiguration><LocationConstraint>eu-central-1</LocationConstraint></CreateBucketConfiguration>"),
                                        Map.of())
                                .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "versioning, 200, VersioningConfiguration",
        "acl, 200, FULL_CONTROL",
        "location, 200, LocationConstraint",
        "policy, 404, NoSuchBucketPolicy",
        "tagging, 404, NoSuchTagSet",
        "cors, 404, NoSuchCORSConfiguration",
        "lifecycle, 404, NoSuchLifecycleConfiguration",
        "encryption, 404, ServerSideEncryptionConfigurationNotFoundError",
        "object-lock, 404, ObjectLockConfigurationNotFoundError",
        "publicAccessBlock, 404, NoSuchPublicAccessBlockConfiguration",
        "notification, 200, NotificationConfiguration"
    })
    void whatWeDoNotHaveAnswersAsWhereNobodyHasSetIt(String setting, int status, String says) {
        HttpResponse<String> read = s3.ask("GET", "/images?" + setting);

        assertThat(read.statusCode()).as(read.body()).isEqualTo(status);
        assertThat(read.body()).contains(says);
        if (!setting.equals("location")) {
            refused(
                    s3.ask("PUT", "/images?" + setting, bytes("<X/>"), Map.of()),
                    501,
                    "NotImplemented");
        }
    }

    @Test
    void anotherAccountsBucketIsNotThere() {
        put("key", "hello");
        SignedForS3 stranger = with(tenants.newOwner().key());

        for (String path : new String[] {"/images/key", "/images", "/images?uploads"}) {
            HttpResponse<String> theirs = stranger.ask("GET", path);
            HttpResponse<String> missing = stranger.ask("GET", path.replace("images", "nowhere"));
            refused(theirs, 404, "NoSuchBucket");
            assertThat(without(theirs)).isEqualTo(without(missing).replace("nowhere", "images"));
        }
        refused(stranger.ask("PUT", "/images/key"), 404, "NoSuchBucket");
        refused(stranger.ask("DELETE", "/images/key"), 404, "NoSuchBucket");
        assertThat(stranger.ask("PUT", "/images").statusCode())
                .as("names are its own")
                .isEqualTo(200);
        assertThat(s3.ask("GET", "/images/key").body()).isEqualTo("hello");
    }

    @ParameterizedTest
    @EnumSource
    void anOperationNeedsItsPermission(S3Operation operation) {
        NewApiKey key = tenants.newKey(owner, Permission.FUNCTIONS_READ);
        String[] request = request(operation).split(" ");
        Map<String, String> copies =
                operation.name().contains("COPY")
                        ? Map.of("x-amz-copy-source", "/images/key")
                        : Map.of();

        HttpResponse<String> answer = with(key).ask(request[0], request[1], new byte[0], copies);

        assertThat(answer.statusCode()).isEqualTo(403);
        if (!request[0].equals("HEAD")) {
            assertThat(answer.body())
                    .contains("<Code>AccessDenied</Code>", operation.permission().wireName());
        }
    }

    private static String request(S3Operation operation) {
        return switch (operation) {
            case LIST_BUCKETS -> "GET /";
            case CREATE_BUCKET -> "PUT /images";
            case HEAD_BUCKET -> "HEAD /images";
            case DELETE_BUCKET -> "DELETE /images";
            case GET_BUCKET_LOCATION -> "GET /images?location";
            case GET_BUCKET_SETTING -> "GET /images?policy";
            case PUT_BUCKET_SETTING -> "PUT /images?policy";
            case LIST_OBJECTS -> "GET /images";
            case LIST_OBJECTS_V2 -> "GET /images?list-type=2";
            case LIST_OBJECT_VERSIONS -> "GET /images?versions";
            case LIST_MULTIPART_UPLOADS -> "GET /images?uploads";
            case DELETE_OBJECTS -> "POST /images?delete";
            case GET_OBJECT -> "GET /images/key";
            case HEAD_OBJECT -> "HEAD /images/key";
            case GET_OBJECT_ATTRIBUTES -> "GET /images/key?attributes";
            case GET_OBJECT_SETTING -> "GET /images/key?acl";
            case PUT_OBJECT_SETTING -> "PUT /images/key?acl";
            case PUT_OBJECT, COPY_OBJECT -> "PUT /images/key";
            case DELETE_OBJECT -> "DELETE /images/key";
            case CREATE_MULTIPART_UPLOAD -> "POST /images/key?uploads";
            case UPLOAD_PART, UPLOAD_PART_COPY -> "PUT /images/key?partNumber=1&uploadId=x";
            case COMPLETE_MULTIPART_UPLOAD -> "POST /images/key?uploadId=x";
            case ABORT_MULTIPART_UPLOAD -> "DELETE /images/key?uploadId=x";
            case LIST_PARTS -> "GET /images/key?uploadId=x";
        };
    }

    private static String without(HttpResponse<String> answer) {
        return answer.body().replaceAll("<RequestId>[0-9A-F]+", "");
    }
}
