package dev.meterlark.edge;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Addresses in the second version of AWS's signatures, against one that the AWS CLI made. */
class OldSignatureTests {

    private static final Instant END = Instant.ofEpochSecond(1_795_656_713L);
    private static final String PATH = "/bucket/a/../b%252Fc%2Bd";
    private static final String QUERY =
            "AWSAccessKeyId=AK&Signature=mln8lpOEC34aMNA8gwGR73mqawQ%3D&Expires=1795656713";

    @Test
    void whatTheCommandLineSignsIsTakenUntilItEnds() {
        assertThatCode(() -> verify("GET", PATH, QUERY, END.minusSeconds(60)))
                .doesNotThrowAnyException();
        assertThatCode(() -> verify("GET", "/s3" + PATH, QUERY, END.minusSeconds(60)))
                .doesNotThrowAnyException();
        refused("GET", PATH, QUERY, END.plusSeconds(1), "expired");
        refused("GET", PATH, QUERY, END.minus(Duration.ofDays(8)), "7 days");
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /bucket/a/../b%252Fc%2Bd, ''",
        "GET, /bucket/a/../b%252Fc%2Be, ''",
        "GET, /bucket/a/../b%252Fc%2Bd, &acl",
        "GET, /bucket/a/../b%252Fc%2Bd, &response-content-type=text%2Fhtml"
    })
    void nothingThatItCoversCanBeAnother(String method, String path, String more) {
        refused(method, path, QUERY + more, END.minusSeconds(60), "does not match");
    }

    @Test
    void whatItLacksIsSaid() {
        refused("GET", PATH, "AWSAccessKeyId=AK&Signature=x", END, "one each of");
        refused("GET", PATH, QUERY + "&Expires=99999999999", END, "twice");
        refused("GET", PATH, QUERY.replace("1795656713", "tomorrow"), END, "seconds since 1970");
    }

    private static void refused(String method, String path, String query, Instant now, String why) {
        assertThatExceptionOfType(BadSignatureException.class)
                .isThrownBy(() -> verify(method, path, query, now))
                .withMessageContaining(why);
    }

    private static void verify(String method, String path, String query, Instant now) {
        var request =
                new SignedRequest(
                        method,
                        path,
                        query,
                        Map.of("host", List.of("localhost:8080")),
                        new byte[0]);
        OldSignature.of(request).verify(request, "SK".getBytes(UTF_8), now);
    }
}
