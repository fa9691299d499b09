package dev.meterlark.storage.sqs;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

/** What AWS calls what went wrong, in both forms of its protocol. */
enum SqsError {
    QUEUE_DOES_NOT_EXIST(400, "QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"),
    QUEUE_EXISTS(400, "QueueNameExists", "QueueAlreadyExists"),
    EMPTY_BATCH(400, "EmptyBatchRequest", "AWS.SimpleQueueService.EmptyBatchRequest"),
    TOO_MANY_ENTRIES(
            400,
            "TooManyEntriesInBatchRequest",
            "AWS.SimpleQueueService.TooManyEntriesInBatchRequest"),
    IDS_NOT_DISTINCT(
            400, "BatchEntryIdsNotDistinct", "AWS.SimpleQueueService.BatchEntryIdsNotDistinct"),
    INVALID_BATCH_ID(400, "InvalidBatchEntryId", "AWS.SimpleQueueService.InvalidBatchEntryId"),
    BATCH_TOO_LONG(400, "BatchRequestTooLong", "AWS.SimpleQueueService.BatchRequestTooLong"),
    INVALID_ATTRIBUTE_NAME(400, "InvalidAttributeName", "InvalidAttributeName"),
    INVALID_ATTRIBUTE_VALUE(400, "InvalidAttributeValue", "InvalidAttributeValue"),
    INVALID_CONTENTS(400, "InvalidMessageContents", "InvalidMessageContents"),
    RECEIPT_INVALID(404, "ReceiptHandleIsInvalid", "ReceiptHandleIsInvalid"),
    INVALID_ADDRESS(404, "InvalidAddress", "InvalidAddress"),
    UNSUPPORTED(400, "UnsupportedOperation", "AWS.SimpleQueueService.UnsupportedOperation"),
    OVER_LIMIT(403, "OverLimit", "OverLimit"),
    THROTTLED(403, "RequestThrottled", "RequestThrottled"),
    NO_SUCH_RESOURCE(404, "ResourceNotFoundException", "ResourceNotFoundException"),
    INVALID_PARAMETER(400, "InvalidParameterValueException", "InvalidParameterValue"),
    MISSING_PARAMETER(400, "MissingRequiredParameterException", "MissingParameter"),
    UNKNOWN_OPERATION(400, "UnknownOperationException", "InvalidAction"),
    MALFORMED(400, "SerializationException", "MalformedInput"),
    TOO_LARGE(413, "RequestEntityTooLargeException", "RequestEntityTooLarge"),
    ACCESS_DENIED(403, "AccessDeniedException", "AccessDenied"),
    NOT_AUTHENTICATED(403, "MissingAuthenticationTokenException", "MissingAuthenticationToken"),
    SIGNATURE(403, "InvalidSignatureException", "SignatureDoesNotMatch"),
    INCOMPLETE_SIGNATURE(400, "IncompleteSignatureException", "IncompleteSignature"),
    UNKNOWN_KEY(403, "UnrecognizedClientException", "InvalidClientTokenId"),
    UNAVAILABLE(503, "ServiceUnavailableException", "ServiceUnavailable"),
    INTERNAL(500, "InternalFailure", "InternalFailure");

    private final int status;
    private final String type;
    private final String code;

    SqsError(int status, String type, String code) {
        this.status = status;
        this.type = type;
        this.code = code;
    }

    int status() {
        return status;
    }

    /** In the JSON form. */
    String type() {
        return type;
    }

    /** In the form with XML; what programs look at in both. */
    String code() {
        return code;
    }

    boolean isSenders() {
        return status < 500;
    }

    /** What the queues themselves refuse. */
    static SqsError of(RefusedException refusal) {
        return switch (refusal.code()) {
            case NOT_FOUND -> QUEUE_DOES_NOT_EXIST;
            case CONFLICT -> UNSUPPORTED;
            case LIMIT_REACHED -> OVER_LIMIT;
            case UNAUTHENTICATED -> NOT_AUTHENTICATED;
            case FORBIDDEN -> ACCESS_DENIED;
            case REQUEST_TOO_LARGE -> TOO_LARGE;
            case REQUEST_MALFORMED -> MALFORMED;
            case PLATFORM_BUSY -> UNAVAILABLE;
            default -> otherwise(refusal.code());
        };
    }

    private static SqsError otherwise(ErrorCode code) {
        if (code.status() >= 500) {
            return INTERNAL;
        }
        return code.retryable() ? THROTTLED : INVALID_PARAMETER;
    }
}
