package dev.meterlark.storage.s3;

/** What S3 calls what went wrong; clients know these names. */
enum S3Error {
    ACCESS_DENIED("AccessDenied", 403),
    ACL_NOT_SUPPORTED("AccessControlListNotSupported", 400),
    BAD_DIGEST("BadDigest", 400),
    BUCKET_ALREADY_OWNED_BY_YOU("BucketAlreadyOwnedByYou", 409),
    BUCKET_NOT_EMPTY("BucketNotEmpty", 409),
    CREDENTIALS_MALFORMED("AuthorizationHeaderMalformed", 400),
    ENTITY_TOO_LARGE("EntityTooLarge", 400),
    ENTITY_TOO_SMALL("EntityTooSmall", 400),
    HASH_MISMATCH("XAmzContentSHA256Mismatch", 400),
    INCOMPLETE_BODY("IncompleteBody", 400),
    INTERNAL_ERROR("InternalError", 500),
    INVALID_ARGUMENT("InvalidArgument", 400),
    INVALID_BUCKET_NAME("InvalidBucketName", 400),
    INVALID_DIGEST("InvalidDigest", 400),
    INVALID_KEY("InvalidAccessKeyId", 403),
    INVALID_PART("InvalidPart", 400),
    INVALID_PART_ORDER("InvalidPartOrder", 400),
    INVALID_RANGE("InvalidRange", 416),
    INVALID_REQUEST("InvalidRequest", 400),
    INVALID_STORAGE_CLASS("InvalidStorageClass", 400),
    INVALID_TOKEN("InvalidToken", 400),
    INVALID_URI("InvalidURI", 400),
    KEY_TOO_LONG("KeyTooLongError", 400),
    MALFORMED_XML("MalformedXML", 400),
    METHOD_NOT_ALLOWED("MethodNotAllowed", 405),
    NOT_IMPLEMENTED("NotImplemented", 501),
    NO_CORS("NoSuchCORSConfiguration", 404),
    NO_ENCRYPTION("ServerSideEncryptionConfigurationNotFoundError", 404),
    NO_LIFECYCLE("NoSuchLifecycleConfiguration", 404),
    NO_OBJECT_LOCK("ObjectLockConfigurationNotFoundError", 404),
    NO_OBJECT_LOCK_OF_OBJECT("NoSuchObjectLockConfiguration", 404),
    NO_OWNERSHIP("OwnershipControlsNotFoundError", 404),
    NO_POLICY("NoSuchBucketPolicy", 404),
    NO_PUBLIC_ACCESS_BLOCK("NoSuchPublicAccessBlockConfiguration", 404),
    NO_REPLICATION("ReplicationConfigurationNotFoundError", 404),
    NO_SUCH_BUCKET("NoSuchBucket", 404),
    NO_SUCH_CONFIGURATION("NoSuchConfiguration", 404),
    NO_SUCH_KEY("NoSuchKey", 404),
    NO_SUCH_UPLOAD("NoSuchUpload", 404),
    NO_TAGS("NoSuchTagSet", 404),
    NO_WEBSITE("NoSuchWebsiteConfiguration", 404),
    OPERATION_ABORTED("OperationAborted", 409),
    PRECONDITION_FAILED("PreconditionFailed", 412),
    QUERY_MALFORMED("AuthorizationQueryParametersError", 400),
    QUOTA_EXCEEDED("QuotaExceeded", 403),
    SERVICE_UNAVAILABLE("ServiceUnavailable", 503),
    SPEND_CAP("AccountProblem", 402),
    SIGNATURE_DOES_NOT_MATCH("SignatureDoesNotMatch", 403),
    SLOW_DOWN("SlowDown", 503),
    TIME_TOO_SKEWED("RequestTimeTooSkewed", 403),
    TOO_MANY_BUCKETS("TooManyBuckets", 400);

    private final String code;
    private final int status;

    S3Error(String code, int status) {
        this.code = code;
        this.status = status;
    }

    String code() {
        return code;
    }

    int status() {
        return status;
    }
}
