package dev.meterlark.edge;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import org.springframework.stereotype.Component;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Makes addresses that open one object of a bucket to whoever has them, as AWS's tools make them:
 * signed by an API key, in the query, for a while. Revoking the key ends them all.
 */
@Component
public class SignedAddresses {

    /** What AWS's tools say where nobody has said another; any will do here. */
    private static final String REGION = "us-east-1";

    private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
    private static final List<String> SIGNED_HEADERS = List.of("host");

    private final Credentials credentials;
    private final InstantSource clock;

    SignedAddresses(Credentials credentials, InstantSource clock) {
        this.credentials = credentials;
        this.clock = clock;
    }

    /**
     * @param origin scheme, host and port by which the address will be asked for
     * @param bucket of that name in the account of the key
     */
    public record Target(String origin, String bucket, String key) {}

    /**
     * @param keyId of an API key that may read objects
     * @param validFor whole seconds, seven days at most
     * @throws RefusedException when there is no such key any more, or it may not read
     */
    public SignedAddress sign(String keyId, Target target, Duration validFor) {
        SigningCaller signer =
                credentials
                        .bySigningKey(keyId)
                        .filter(each -> each.caller().may(Permission.STORAGE_READ))
                        .orElseThrow(SignedAddresses::useless);
        Instant now = clock.instant();
        String time = SignatureForm.text(now);
        var scope = new SignatureScope(keyId, time.substring(0, 8), REGION, "s3");
        String path = "/s3/" + target.bucket() + "/" + path(target.key());
        String query =
                "X-Amz-Algorithm=%s&X-Amz-Credential=%s&X-Amz-Date=%s&X-Amz-Expires=%d&X-Amz-SignedHeaders=host"
                        .formatted(
                                Signature.ALGORITHM,
                                PercentEncoding.encode(keyId + "/" + scope.text()),
                                time,
                                validFor.toSeconds());
        var request =
                new SignedRequest(
                        "GET",
                        path,
                        query,
                        Map.of("host", List.of(URI.create(target.origin()).getAuthority())),
                        new byte[0]);
        String canonical =
                CanonicalRequest.forms(request, List.of(path), SIGNED_HEADERS, UNSIGNED).getFirst();
        String signature = Signature.of(canonical, time, scope, scope.signingKey(signer.secret()));
        return new SignedAddress(
                target.origin()
                        + path
                        + "?"
                        + query
                        + "&"
                        + CanonicalRequest.QUERY_SIGNATURE
                        + "="
                        + signature,
                now.plus(validFor));
    }

    /** Every segment encoded by itself, so that a slash stays one and {@code a//b} is no a/b. */
    private static String path(String key) {
        return Arrays.stream(key.split("/", -1))
                .map(PercentEncoding::encode)
                .collect(Collectors.joining("/"));
    }

    private static RefusedException useless() {
        return new RefusedException(
                ErrorCode.REQUEST_INVALID,
                "the API key that is to sign was revoked, has expired or may not read objects;"
                        + " choose another");
    }
}
