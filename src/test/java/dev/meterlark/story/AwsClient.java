package dev.meterlark.story;

import static java.nio.charset.StandardCharsets.UTF_8;

import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A program that signs its requests with AWS's own signer. */
record AwsClient(URI address, String keyId, String secret) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Set<String> OURS_TO_SET = Set.of("host", "content-length");

    AwsClient withSecret(String other) {
        return new AwsClient(address, keyId, other);
    }

    /**
     * @param path may hold what a client escapes, and a query
     */
    HttpResponse<String> post(
            String service, String path, String body, Map<String, String> headers) {
        URI uri =
                URI.create(
                        address + path.replace(" ", "%20").replace(":", "%3A").replace("$", "%24"));
        SdkHttpRequest.Builder asked = SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(uri);
        headers.forEach(asked::putHeader);
        SignedRequest signed =
                AwsV4HttpSigner.create()
                        .sign(
                                r ->
                                        r.identity(AwsCredentialsIdentity.create(keyId, secret))
                                                .request(asked.build())
                                                .payload(ContentStreamProvider.fromUtf8String(body))
                                                .putProperty(
                                                        AwsV4HttpSigner.SERVICE_SIGNING_NAME,
                                                        service)
                                                .putProperty(
                                                        AwsV4HttpSigner.REGION_NAME, "us-east-1"));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body.getBytes(UTF_8)));
        signed.request()
                .forEachHeader(
                        (name, values) -> {
                            if (!OURS_TO_SET.contains(name.toLowerCase(Locale.ROOT))) {
                                request.header(name, values.getFirst());
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
