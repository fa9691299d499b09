package dev.meterlark.storage.s3;

import java.util.Map;

/** A refusal in S3's own words. */
final class S3Exception extends RuntimeException {

    private final S3Error error;
    private final Map<String, String> headers;

    S3Exception(S3Error error, String message) {
        this(error, message, Map.of());
    }

    S3Exception(S3Error error, String message, Map<String, String> headers) {
        super(message);
        this.error = error;
        this.headers = Map.copyOf(headers);
    }

    S3Error error() {
        return error;
    }

    String text() {
        return String.valueOf(getMessage());
    }

    /** Of the answer, beside the usual. */
    Map<String, String> headers() {
        return headers;
    }

    static S3Exception noSuchBucket() {
        return new S3Exception(S3Error.NO_SUCH_BUCKET, "The specified bucket does not exist.");
    }

    static S3Exception noSuchKey() {
        return new S3Exception(S3Error.NO_SUCH_KEY, "The specified key does not exist.");
    }

    static S3Exception noSuchUpload() {
        return new S3Exception(
                S3Error.NO_SUCH_UPLOAD,
                "The specified upload does not exist: its id is not one of this key's, or it was"
                        + " completed or aborted.");
    }

    static S3Exception invalid(String text) {
        return new S3Exception(S3Error.INVALID_ARGUMENT, text);
    }

    static S3Exception notImplemented(String what) {
        return new S3Exception(
                S3Error.NOT_IMPLEMENTED, what + " is not offered here; docs/s3.md says what is.");
    }

    static S3Exception malformed(String why) {
        return new S3Exception(
                S3Error.MALFORMED_XML,
                "The XML of the request is not well-formed, or not what this operation takes: "
                        + why);
    }
}
