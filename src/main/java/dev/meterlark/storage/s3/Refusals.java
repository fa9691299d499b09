package dev.meterlark.storage.s3;

import dev.meterlark.edge.BadSignatureException;
import dev.meterlark.shared.RefusedException;

import java.time.Duration;
import java.util.Map;

/** Refusals of the platform in S3's words. */
final class Refusals {

    private Refusals() {}

    /**
     * @param inQuery whether the address itself is signed
     */
    static S3Exception of(RefusedException refusal, boolean inQuery) {
        if (refusal instanceof BadSignatureException bad) {
            return new S3Exception(error(bad.flaw(), inQuery), refusal.publicText());
        }
        String text = refusal.publicText();
        return switch (refusal.code()) {
            case NOT_FOUND -> S3Exception.noSuchBucket();
            case UNAUTHENTICATED, FORBIDDEN -> new S3Exception(S3Error.ACCESS_DENIED, text);
            case REQUEST_MALFORMED -> new S3Exception(S3Error.INCOMPLETE_BODY, text);
            case REQUEST_INVALID -> S3Exception.invalid(text);
            case REQUEST_TOO_LARGE -> new S3Exception(S3Error.ENTITY_TOO_LARGE, text);
            case LIMIT_REACHED -> new S3Exception(S3Error.QUOTA_EXCEEDED, text);
            case SPEND_CAP -> new S3Exception(S3Error.SPEND_CAP, text);
            case CONFLICT -> new S3Exception(S3Error.OPERATION_ABORTED, text);
            case PRECONDITION -> new S3Exception(S3Error.PRECONDITION_FAILED, text);
            case OBJECT_DIGEST -> new S3Exception(S3Error.BAD_DIGEST, text);
            case UPLOAD_UNKNOWN -> S3Exception.noSuchUpload();
            case UPLOAD_PART -> new S3Exception(S3Error.INVALID_PART, text);
            case UPLOAD_PART_ORDER -> new S3Exception(S3Error.INVALID_PART_ORDER, text);
            case UPLOAD_PART_SMALL -> new S3Exception(S3Error.ENTITY_TOO_SMALL, text);
            case RANGE -> new S3Exception(S3Error.INVALID_RANGE, text);
            case REQUEST_RATE, SPEND_RESERVED, PLATFORM_BUSY ->
                    new S3Exception(S3Error.SLOW_DOWN, text, retryAfter(refusal));
            default ->
                    new S3Exception(
                            refusal.code().status() < 500
                                    ? S3Error.INVALID_REQUEST
                                    : refusal.code().retryable()
                                            ? S3Error.SERVICE_UNAVAILABLE
                                            : S3Error.INTERNAL_ERROR,
                            text);
        };
    }

    private static S3Error error(BadSignatureException.Flaw flaw, boolean inQuery) {
        return switch (flaw) {
            case INCOMPLETE, OTHER_SCOPE ->
                    inQuery ? S3Error.QUERY_MALFORMED : S3Error.CREDENTIALS_MALFORMED;
            case UNKNOWN_KEY -> S3Error.INVALID_KEY;
            case SESSION_TOKEN -> S3Error.INVALID_TOKEN;
            case SKEWED -> S3Error.TIME_TOO_SKEWED;

            case EXPIRED, UNSIGNED_HEADER -> S3Error.ACCESS_DENIED;
            case MISMATCH -> S3Error.SIGNATURE_DOES_NOT_MATCH;
            case OTHER_BODY -> S3Error.HASH_MISMATCH;
        };
    }

    private static Map<String, String> retryAfter(RefusedException refusal) {
        Duration after = refusal.retryAfter();
        return after == null
                ? Map.of()
                : Map.of("Retry-After", String.valueOf(Math.max(1, after.toSeconds())));
    }
}
