package dev.meterlark.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** AWS's SDK for Java, with what it does by default today: chunks, trailers, checksums. */
class JavaSdkTests extends S3Requests {

    private S3Client client;

    @SuppressWarnings("NullAway.Init") // before each test
    JavaSdkTests() {}

    @BeforeEach
    void open() {
        client =
                S3Client.builder()
                        .endpointOverride(address())
                        .region(Region.EU_CENTRAL_1)
                        .credentialsProvider(credentials())
                        .httpClient(UrlConnectionHttpClient.create())
                        .build();
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void whatIsPutIsGotAgain() {
        client.putObject(
                r -> r.bucket("images").key("a b/ü+.txt").metadata(Map.of("age", "7")),
                RequestBody.fromString("hello"));

        var got = client.getObjectAsBytes(r -> r.bucket("images").key("a b/ü+.txt"));
        var range =
                client.getObjectAsBytes(
                        r -> r.bucket("images").key("a b/ü+.txt").range("bytes=1-2"));

        assertThat(got.asUtf8String()).isEqualTo("hello");
        assertThat(got.response().metadata()).containsEntry("age", "7");
        assertThat(range.asUtf8String()).isEqualTo("el");
        assertThatExceptionOfType(NoSuchKeyException.class)
                .isThrownBy(() -> client.getObject(r -> r.bucket("images").key("none")));
    }

    @ParameterizedTest
    @EnumSource(names = {"CRC32", "CRC32_C", "SHA1", "SHA256"})
    void eachChecksumIsVerifiedKeptAndSaidAgain(ChecksumAlgorithm algorithm) {
        client.putObject(
                r -> r.bucket("images").key("key").checksumAlgorithm(algorithm),
                RequestBody.fromContentProvider(
                        () -> new ByteArrayInputStream("hello".getBytes(UTF_8)), "text/plain"));

        HeadObjectResponse head =
                client.headObject(
                        r -> r.bucket("images").key("key").checksumMode(ChecksumMode.ENABLED));

        assertThat(
                        List.of(
                                String.valueOf(head.checksumCRC32()),
                                String.valueOf(head.checksumCRC32C()),
                                String.valueOf(head.checksumSHA1()),
                                String.valueOf(head.checksumSHA256())))
                .filteredOn(value -> !value.equals("null"))
                .hasSize(1);
        assertThat(client.getObjectAsBytes(r -> r.bucket("images").key("key")).asUtf8String())
                .isEqualTo("hello");
    }

    @Test
    void anUploadInPartsIsOneObject() {
        byte[] first = new byte[5 << 20];
        String upload =
                client.createMultipartUpload(
                                r ->
                                        r.bucket("images")
                                                .key("large")
                                                .checksumAlgorithm(ChecksumAlgorithm.CRC32))
                        .uploadId();
        CompletedPart one = part(upload, 1, first);
        CompletedPart two = part(upload, 2, HELLO);

        String etag =
                client.completeMultipartUpload(
                                r ->
                                        r.bucket("images")
                                                .key("large")
                                                .uploadId(upload)
                                                .multipartUpload(m -> m.parts(one, two)))
                        .eTag();

        assertThat(etag).endsWith("-2\"");
        assertThat(client.headObject(r -> r.bucket("images").key("large")).contentLength())
                .isEqualTo(first.length + 5);
        assertThat(
                        client.getObjectAsBytes(r -> r.bucket("images").key("large").partNumber(2))
                                .asUtf8String())
                .isEqualTo("hello");
    }

    private CompletedPart part(String upload, int number, byte[] bytes) {
        var written =
                client.uploadPart(
                        r ->
                                r.bucket("images")
                                        .key("large")
                                        .uploadId(upload)
                                        .partNumber(number)
                                        .checksumAlgorithm(ChecksumAlgorithm.CRC32),
                        RequestBody.fromBytes(bytes));
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(written.eTag())
                .checksumCRC32(written.checksumCRC32())
                .build();
    }

    @Test
    void listsCopiesAndDeletionsOfManyAreThere() {
        for (String key : new String[] {"a/1", "a/2", "b"}) {
            client.putObject(r -> r.bucket("images").key(key), RequestBody.empty());
        }
        client.copyObject(
                r ->
                        r.sourceBucket("images")
                                .sourceKey("a/1")
                                .destinationBucket("images")
                                .destinationKey("c"));

        List<String> keys =
                client
                        .listObjectsV2Paginator(r -> r.bucket("images").maxKeys(3))
                        .contents()
                        .stream()
                        .map(S3Object::key)
                        .toList();
        client.deleteObjects(
                r ->
                        r.bucket("images")
                                .delete(d -> d.objects(keys.stream().map(this::named).toList())));

        assertThat(keys).containsExactly("a/1", "a/2", "b", "c");
        assertThat(client.listObjectsV2(r -> r.bucket("images")).keyCount()).isZero();
    }

    private ObjectIdentifier named(String key) {
        return ObjectIdentifier.builder().key(key).build();
    }

    @Test
    void anAddressThatItSignsOpensTheObject() throws IOException {
        client.putObject(r -> r.bucket("images").key("key"), RequestBody.fromString("hello"));
        try (var signer =
                S3Presigner.builder()
                        .endpointOverride(address())
                        .region(Region.EU_CENTRAL_1)
                        .credentialsProvider(credentials())
                        .build()) {
            var signed =
                    signer.presignGetObject(
                            r ->
                                    r.signatureDuration(Duration.ofMinutes(1))
                                            .getObjectRequest(g -> g.bucket("images").key("key")));

            try (InputStream object = signed.url().openStream()) {
                assertThat(object).hasContent("hello");
            }
        }
    }

    @Test
    void aBucketIsMadeWithoutABodyAndWithoutItsLength() {
        client.createBucket(r -> r.bucket("made-by-java"));

        assertThat(client.listBuckets().buckets())
                .extracting(Bucket::name)
                .contains("made-by-java");
        client.deleteBucket(r -> r.bucket("made-by-java"));
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    private StaticCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(
                AwsBasicCredentials.create(owner.key().id(), owner.key().secret()));
    }
}
