package dev.meterlark.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.shared.RefusedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Signatures against AWS's published examples, against AWS's own signer, and broken ones. */
class SignatureTests {

    private static final String KEY_ID = "AKIDEXAMPLE";
    private static final byte[] SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".getBytes(UTF_8);
    private static final Instant THEN = Instant.parse("2015-08-30T12:36:00Z");
    private static final URI URL = URI.create("http://abc.fn.localhost:8090/a%20b/c?x=1&y=%2F&x=0");

    /** Published with the documentation of Signature Version 4; the service there is "service". */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/ | '' | 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
                "/?Param-3=Value3&Param=Value2&%E1%88%B4=Value1 | '' |"
                        + " 371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac",
                "/ሴ | '' | 8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
                "/?ሴ=bar | '' | 2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04",
                "/example space/ | '' |"
                        + " 652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741",
                "/./example | '' |"
                        + " ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5",
                "/example1/example2/../.. | '' |"
                        + " 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
                "/example/.. | '' |"
                        + " eca7ead57bb5aa5c8e28007acd4ff04e1ff9a0ff3b237ec1554a184887ff9282",
                "/ | my-header1:value1;my-header2:\"a   b   c\" |"
                        + " acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
                "/ | my-header1:value2,value2,value1 |"
                        + " c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea"
            })
    void whatAwsPublishedIsTaken(String target, String headers, String signature) {
        Map<String, List<String>> own = new LinkedHashMap<>();
        own.put("host", List.of("example.amazonaws.com"));
        for (String header : headers.isEmpty() ? new String[0] : headers.split(";")) {
            String[] parts = header.split(":", 2);
            own.put(parts[0], List.of(parts[1].split(",")));
        }
        own.put("x-amz-date", List.of("20150830T123600Z"));
        own.put(
                "authorization",
                List.of(
                        "AWS4-HMAC-SHA256"
                                + " Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                                + " SignedHeaders=%s, Signature=%s"
                                        .formatted(String.join(";", own.keySet()), signature)));

        SignedRequest request = request("GET", target, own, new byte[0]);

        assertThatCode(() -> verify(request, "service", THEN)).doesNotThrowAnyException();
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> verify(request, "service", THEN.plus(Duration.ofMinutes(16))));
    }

    @Test
    void whatAwsPublishedOfBodiesAndOfPreSignedAddressesIsTaken() {
        SignedRequest form =
                request(
                        "POST",
                        "/",
                        Map.of(
                                "host", List.of("example.amazonaws.com"),
                                "content-type", List.of("application/x-www-form-urlencoded"),
                                "content-length", List.of("13"),
                                "x-amz-date", List.of("20150830T123600Z"),
                                "x-amz-content-sha256",
                                        List.of(
                                                "9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e"),
                                "authorization",
                                        List.of(
                                                "AWS4-HMAC-SHA256"
                                                    + " Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                                                    + " SignedHeaders=content-length;content-type;host;x-amz-content-sha256;x-amz-date,"
                                                    + " Signature=d3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b")),
                        "Param1=value1".getBytes(UTF_8));
        SignedRequest address =
                request(
                        "GET",
                        "/?Param2=value2&Param1=value1&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fus-east-1%2Fservice%2Faws4_request&X-Amz-Date=20150830T123600Z&X-Amz-SignedHeaders=host&X-Amz-Expires=3600&X-Amz-Signature=86012e2c9ad4d77369f5d81c11f75158aae4f895a085212cc6d3f923d300bed5",
                        Map.of("host", List.of("example.amazonaws.com")),
                        new byte[0]);

        verify(form, "service", THEN);
        verify(address, "service", THEN.plus(Duration.ofMinutes(59)));
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> verify(address, "service", THEN.plus(Duration.ofMinutes(61))))
                .withMessageContaining("expired");
    }

    @Test
    void whatTheSignerOfAwsSignsIsTaken() {
        for (String method : List.of("GET", "POST", "PUT", "DELETE")) {
            byte[] body = method.equals("GET") ? new byte[0] : "{\"a\": 1}".getBytes(UTF_8);

            verify(signed(method, URL, body, false), "lambda", THEN);
            verify(signed(method, URL, body, true), "lambda", THEN.plus(Duration.ofMinutes(50)));
        }
    }

    @Test
    void nothingOfASignedRequestCanBeChanged() {
        SignedRequest good = signed("POST", URL, "{}".getBytes(UTF_8), false);
        Map<String, List<String>> otherHost = new LinkedHashMap<>(good.headers());
        otherHost.put("host", List.of("other.fn.localhost:8090"));
        List<SignedRequest> changed =
                List.of(
                        with("PUT", good.path(), good.query(), good.headers(), good.body()),
                        with("POST", "/a%20b/d", good.query(), good.headers(), good.body()),
                        with("POST", good.path(), "x=2", good.headers(), good.body()),
                        with("POST", good.path(), good.query(), otherHost, good.body()),
                        with(
                                "POST",
                                good.path(),
                                good.query(),
                                good.headers(),
                                "{ }".getBytes(UTF_8)));

        verify(good, "lambda", THEN);
        for (SignedRequest request : changed) {
            assertThatExceptionOfType(RefusedException.class)
                    .as(request.toString())
                    .isThrownBy(() -> verify(request, "lambda", THEN));
        }
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> verify(good, "s3", THEN))
                .withMessageContaining("'s3'");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(
                        () ->
                                Signature.in(good)
                                        .orElseThrow()
                                        .verify(good, "other".getBytes(UTF_8), "lambda", THEN));
    }

    @Test
    void aSignatureIsGoodForAQuarterOfAnHourToEachSide() {
        SignedRequest request = signed("GET", URL, new byte[0], false);

        verify(request, "lambda", THEN.plus(Duration.ofMinutes(15)));
        verify(request, "lambda", THEN.minus(Duration.ofMinutes(15)));
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> verify(request, "lambda", THEN.plus(Duration.ofSeconds(901))))
                .withMessageContaining("expired");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> verify(request, "lambda", THEN.minus(Duration.ofSeconds(901))))
                .withMessageContaining("not yet current");
    }

    @Test
    void whatIsNotSignedOrNotOfferedIsRefusedByName() {
        SignedRequest good = signed("GET", URL, new byte[0], false);

        assertRefused(plus(good, "x-amz-security-token", "x"), "temporary credentials");
        assertRefused(plus(good, "x-amz-target", "Invoke"), "x-amz-target");
        assertRefused(plus(good, "x-amz-content-sha256", "UNSIGNED-PAYLOAD"), "UNSIGNED-PAYLOAD");
        assertRefused(
                plus(good, "x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"),
                "STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
        assertRefused(plus(good, "x-amz-content-sha256", "00"), "not the SHA-256");
        String authorization = good.values("authorization").getFirst();
        assertRefused(
                plus(good, "authorization", authorization.replace("host;", "")), "signed header");
        assertRefused(
                plus(good, "authorization", authorization.replace("host;", "absent;host;")),
                "absent");
        assertRefused(plus(good, "x-amz-date", "yesterday"), "yesterday");
        assertRefused(plus(good, "x-amz-date", "20150829T123600Z"), "is not that of the request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWS4-HMAC-SHA256",
                "AWS4-HMAC-SHA256 ",
                "AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request",
                "AWS4-HMAC-SHA256 Credential=a/b/c/d, SignedHeaders=host, Signature=00",
                "AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request, SignedHeaders=HOST,"
                        + " Signature=00",
                "AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request, SignedHeaders=host,"
                        + " Signature=XYZ",
                "AWS4-HMAC-SHA256 Credential=////aws4_request, SignedHeaders=host, Signature=00",
                "AWS4-ECDSA-P256-SHA256 Credential=a/b/c/aws4_request, SignedHeaders=host,"
                        + " Signature=00",
                "AWS4-HMAC-SHA1 Credential=a/b/c/d/aws4_request, SignedHeaders=host, Signature=00"
            })
    void whatHasNotTheFormIsRefused(String authorization) {
        assertRefused(
                plus(signed("GET", URL, new byte[0], false), "authorization", authorization), "");
    }

    @Test
    void whoeverSignsNothingIsNotRefusedHere() {
        assertThat(Signature.in(request("GET", "/", Map.of(), new byte[0]))).isEmpty();
        assertThat(
                        Signature.in(
                                request(
                                        "GET",
                                        "/",
                                        Map.of("authorization", List.of("Bearer mlk_x")),
                                        new byte[0])))
                .isEmpty();
    }

    private static void assertRefused(SignedRequest request, String why) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> verify(request, "lambda", THEN))
                .withMessageContaining(why);
    }

    private static void verify(SignedRequest request, String service, Instant now) {
        Signature signature = Signature.in(request).orElseThrow();
        assertThat(signature.keyId()).isEqualTo(KEY_ID);
        signature.verify(request, SECRET, service, now);
    }

    private static SignedRequest plus(SignedRequest request, String name, String value) {
        Map<String, List<String>> headers = new LinkedHashMap<>(request.headers());
        headers.put(name, List.of(value));
        return with(request.method(), request.path(), request.query(), headers, request.body());
    }

    private static SignedRequest with(
            String method,
            String path,
            String query,
            Map<String, List<String>> headers,
            byte[] body) {
        return new SignedRequest(method, path, query, headers, body);
    }

    private static SignedRequest request(
            String method, String target, Map<String, List<String>> headers, byte[] body) {
        int mark = target.indexOf('?');
        return new SignedRequest(
                method,
                mark < 0 ? target : target.substring(0, mark),
                mark < 0 ? "" : target.substring(mark + 1),
                headers,
                body);
    }

    private static SignedRequest signed(
            String method, URI address, byte[] body, boolean inTheQuery) {
        SignRequest.Builder<AwsCredentialsIdentity> wanted =
                SignRequest.builder(
                                AwsCredentialsIdentity.create(KEY_ID, new String(SECRET, UTF_8)))
                        .request(
                                SdkHttpFullRequest.builder()
                                        .method(SdkHttpMethod.fromValue(method))
                                        .uri(address)
                                        .build())
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(THEN, ZoneOffset.UTC))
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1")
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "lambda");
        if (inTheQuery) {
            wanted.putProperty(
                            AwsV4HttpSigner.AUTH_LOCATION,
                            AwsV4HttpSigner.AuthLocation.QUERY_STRING)
                    .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, Duration.ofHours(1));
        }
        SdkHttpRequest signed = AwsV4HttpSigner.create().sign(wanted.build()).request();
        Map<String, List<String>> headers = new LinkedHashMap<>();
        signed.forEachHeader(
                (name, values) ->
                        headers.put(name.toLowerCase(Locale.ROOT), new ArrayList<>(values)));
        headers.putIfAbsent("host", List.of(address.getRawAuthority()));
        return new SignedRequest(
                method,
                signed.encodedPath(),
                signed.encodedQueryParameters().orElse(""),
                headers,
                body);
    }
}
