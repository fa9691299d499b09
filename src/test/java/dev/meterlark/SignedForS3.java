package dev.meterlark;

import software.amazon.awssdk.checksums.DefaultChecksumAlgorithm;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A program that signs for S3 with AWS's own signer, and may then change what it has signed. */
public record SignedForS3(int port, String keyId, String secret, Instant now) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** What is said of the body. */
    public enum Form {
        HASHED,
        UNSIGNED,
        CHUNKS,
        CHUNKS_AND_TRAILER,
        UNSIGNED_CHUNKS_AND_TRAILER
    }

    /** A request that can be sent as it is, or otherwise. */
    public record Sealed(String method, URI address, Map<String, String> headers, byte[] body) {

        public Sealed with(String name, String value) {
            Map<String, String> more = new TreeMap<>(headers);
            more.put(name.toLowerCase(Locale.ROOT), value);
            return new Sealed(method, address, more, body);
        }

        public Sealed withBody(byte[] other) {
            return new Sealed(method, address, headers, other);
        }

        public Sealed to(String path) {
            return new Sealed(method, address.resolve(path), headers, body);
        }

        public HttpResponse<String> send() {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(address)
                            .timeout(Duration.ofSeconds(30))
                            .method(
                                    method,
                                    body.length == 0
                                            ? HttpRequest.BodyPublishers.noBody()
                                            : HttpRequest.BodyPublishers.ofByteArray(body));
            headers.forEach(
                    (name, value) -> {
                        if (!name.equals("host") && !name.equals("content-length")) {
                            request.header(name, value);
                        }
                    });
            try {
                return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }

    public HttpResponse<String> ask(String method, String path) {
        return ask(method, path, new byte[0], Map.of());
    }

    public HttpResponse<String> ask(
            String method, String path, byte[] body, Map<String, String> headers) {
        return seal(method, path, body, headers, Form.HASHED).send();
    }

    /**
     * @param path with its query, percent-encoded
     */
    public Sealed seal(
            String method, String path, byte[] body, Map<String, String> headers, Form form) {
        boolean signsBody = form != Form.UNSIGNED && form != Form.UNSIGNED_CHUNKS_AND_TRAILER;
        boolean inChunks = form != Form.HASHED && form != Form.UNSIGNED;
        SignRequest.Builder<AwsCredentialsIdentity> wanted =
                wanted(method, signsBody ? "http" : "https", path, headers)
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, signsBody)
                        .putProperty(AwsV4FamilyHttpSigner.CHUNK_ENCODING_ENABLED, inChunks);
        if (form == Form.CHUNKS_AND_TRAILER || form == Form.UNSIGNED_CHUNKS_AND_TRAILER) {
            wanted.putProperty(
                    AwsV4FamilyHttpSigner.CHECKSUM_ALGORITHM, DefaultChecksumAlgorithm.CRC32);
        }
        return sealed(AwsV4HttpSigner.create().sign(wanted.build()));
    }

    /** An address that is good for some time. */
    public Sealed presign(String method, String path, Duration validFor) {
        return sealed(
                AwsV4HttpSigner.create()
                        .sign(
                                wanted(method, "https", path, Map.of())
                                        .putProperty(
                                                AwsV4FamilyHttpSigner.AUTH_LOCATION,
                                                AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                                        .putProperty(
                                                AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED,
                                                false)
                                        .putProperty(
                                                AwsV4FamilyHttpSigner.EXPIRATION_DURATION, validFor)
                                        .build()));
    }

    private SignRequest.Builder<AwsCredentialsIdentity> wanted(
            String method, String scheme, String path, Map<String, String> headers) {
        SdkHttpRequest.Builder request =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.fromValue(method))
                        .uri(URI.create(scheme + "://127.0.0.1:" + port + path));
        headers.forEach(request::putHeader);
        return SignRequest.builder(AwsCredentialsIdentity.create(keyId, secret))
                .request(request.build())
                .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(now, ZoneOffset.UTC))
                .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "s3")
                .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1")
                .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, false)
                .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, false);
    }

    private Sealed sealed(SignedRequest signed) {
        SdkHttpRequest request = signed.request();
        String query = request.encodedQueryParameters().map(each -> "?" + each).orElse("");
        Map<String, String> headers = new TreeMap<>();
        request.forEachHeader(
                (name, values) ->
                        headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        return new Sealed(
                request.method().name(),
                URI.create("http://127.0.0.1:" + port + request.encodedPath() + query),
                headers,
                signed.payload().map(SignedForS3::bytes).orElse(new byte[0]));
    }

    private static byte[] bytes(ContentStreamProvider payload) {
        try (InputStream stream = payload.newStream()) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
