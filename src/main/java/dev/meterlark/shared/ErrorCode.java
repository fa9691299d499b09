package dev.meterlark.shared;

import static dev.meterlark.shared.Fault.CALLER;
import static dev.meterlark.shared.Fault.FUNCTION;
import static dev.meterlark.shared.Fault.PLATFORM;

import java.util.Arrays;
import java.util.Optional;

/**
 * Every refusal and failure that leaves the platform, by its stable wire name. Names are never
 * reused or renamed.
 */
public enum ErrorCode {
    REQUEST_MALFORMED("request.malformed", CALLER, 400, "The request could not be read"),
    REQUEST_INVALID("request.invalid", CALLER, 400, "A value in the request is not acceptable"),
    REQUEST_TOO_LARGE("request.too-large", CALLER, 413, "The request is larger than allowed"),
    REQUEST_HEADERS(
            "request.headers-too-large", CALLER, 431, "The headers are larger than allowed"),
    REQUEST_METHOD("request.method-not-allowed", CALLER, 405, "The method is not offered here"),
    REQUEST_MEDIA_TYPE("request.media-type", CALLER, 415, "The media type is not accepted here"),
    REQUEST_NOT_ACCEPTABLE(
            "request.not-acceptable", CALLER, 406, "No acceptable representation is offered"),
    REQUEST_RATE("request.rate-limited", CALLER, 429, "Too many requests"),
    HOST_UNKNOWN("request.host-unknown", CALLER, 421, "This host name is not served here"),
    NOT_FOUND("not-found", CALLER, 404, "There is nothing by that name"),
    CONFLICT("conflict", CALLER, 409, "The present state does not allow this"),
    PRECONDITION("precondition", CALLER, 412, "The condition of the request does not hold"),
    RANGE("range", CALLER, 416, "The range is not within the object"),
    OBJECT_DIGEST("object.digest", CALLER, 400, "The bytes are not those that were announced"),
    UPLOAD_UNKNOWN("upload.unknown", CALLER, 404, "There is no such upload"),
    UPLOAD_PART("upload.part-missing", CALLER, 400, "A part of the upload is not there"),
    UPLOAD_PART_ORDER("upload.part-order", CALLER, 400, "The parts are not in order"),
    UPLOAD_PART_SMALL("upload.part-too-small", CALLER, 400, "A part of the upload is too small"),
    UNAUTHENTICATED("auth.unauthenticated", CALLER, 401, "Credentials are missing or not valid"),
    FORBIDDEN("auth.forbidden", CALLER, 403, "The credentials do not allow this"),
    CONFIRMATION("auth.confirmation-wanted", CALLER, 403, "This step asks once more who you are"),
    SIGN_UP_CLOSED("account.sign-up-closed", CALLER, 403, "Sign-up is not open"),
    OPERATOR_TOKEN(
            "account.operator-token-required",
            CALLER,
            403,
            "The first account is the operator's and needs the operator token"),
    EMAIL_TAKEN("account.email-taken", CALLER, 409, "The e-mail address is in use"),
    LINK_DEAD("account.link-dead", CALLER, 410, "The one-time link is used, expired or unknown"),
    IDEMPOTENCY_MISMATCH(
            "idempotency.mismatch", CALLER, 422, "The idempotency key belongs to another request"),
    IDEMPOTENCY_IN_PROGRESS(
            "idempotency.in-progress", CALLER, 409, "The first request with this key still runs"),
    IDEMPOTENCY_SECRET(
            "idempotency.secret-shown-once", CALLER, 409, "The answer held a secret shown once"),
    LIMIT_REACHED("account.limit-reached", CALLER, 409, "The account's limit is reached"),
    PACKAGE_INVALID("package.invalid", CALLER, 400, "The code package is not acceptable"),
    PACKAGE_TOO_LARGE("package.too-large", CALLER, 413, "The code package is too large"),
    RUNTIME_UNAVAILABLE("runtime.unavailable", CALLER, 400, "The runtime is not offered here"),
    FUNCTION_WITHOUT_CODE("function.without-code", CALLER, 409, "The function has no code yet"),
    EVENT_TOO_LARGE("event.too-large", CALLER, 413, "The event is larger than allowed"),
    EVENT_MALFORMED("event.malformed", CALLER, 400, "The event is not valid JSON"),
    MESSAGE_TOO_LARGE("message.too-large", CALLER, 413, "The message is larger than allowed"),
    DELIVERIES_FULL("topic.full", CALLER, 429, "Too many events wait for their delivery"),
    MESSAGES_FULL("queue.full", CALLER, 429, "The account's queues hold as much as they may"),
    SPEND_CAP("spend.cap-reached", CALLER, 402, "The account's spending cap is reached"),
    SPEND_RESERVED("spend.reserved", CALLER, 429, "What is left of the account's cap is set aside"),
    THROTTLED("invocation.throttled", CALLER, 429, "Too many calls at once"),
    DEAD_LETTERS_FULL(
            "dead-letters.full", CALLER, 429, "The account has no room for further dead letters"),
    OUTBOX_FULL("outbox.full", CALLER, 429, "The account has too much waiting for its receivers"),
    LOOP("invocation.loop", CALLER, 508, "A chain of calls that make calls is too long"),
    PIPELINE_STAGE(
            "pipeline.stage-missing", CALLER, 409, "A stage of the pipeline cannot be called"),
    PIPELINE_CANCELLED("pipeline.cancelled", CALLER, 409, "The run was cancelled"),
    PIPELINE_ANSWER(
            "pipeline.answer-unfit",
            FUNCTION,
            502,
            "A stage's answer does not fit the stage behind it"),
    PIPELINE_FAN_OUT(
            "pipeline.fan-out", FUNCTION, 502, "A stage's list is larger than may be spread"),
    PIPELINE_TIMEOUT("pipeline.timeout", FUNCTION, 504, "The run did not end in time"),
    QUEUE_FULL("invocation.queue-full", CALLER, 429, "Too many asynchronous calls wait"),
    INVOCATION_ENDED("invocation.ended", CALLER, 409, "The call has ended"),
    RESULT_NOT_THERE("invocation.no-result", CALLER, 409, "The call has no result to give"),
    DEDUPLICATION_MISMATCH(
            "invocation.deduplication-mismatch",
            CALLER,
            422,
            "The deduplication key belongs to another call"),
    INVOCATION_CANCELLED("invocation.cancelled", CALLER, 409, "The call was cancelled"),
    FUNCTION_ERROR("function.error", FUNCTION, 502, "The function answered with an error"),
    FUNCTION_INIT("function.init-error", FUNCTION, 502, "The function could not be loaded"),
    FUNCTION_EXIT(
            "function.exit", FUNCTION, 502, "The function's process ended before it answered"),
    FUNCTION_OUT_OF_MEMORY(
            "function.out-of-memory", FUNCTION, 502, "The function ran out of memory"),
    FUNCTION_TIMEOUT("function.timeout", FUNCTION, 504, "The function did not answer in time"),
    FUNCTION_RESPONSE_TOO_LARGE(
            "function.response-too-large", FUNCTION, 502, "The function's answer is too large"),
    FUNCTION_ANSWER(
            "function.answer-invalid", FUNCTION, 502, "The function's answer is no HTTP answer"),
    ISOLATION_UNAVAILABLE(
            "platform.isolation-unavailable",
            PLATFORM,
            503,
            "No sandbox can be started on this node"),
    RECORD_NOT_KEPT(
            "platform.record-not-kept", PLATFORM, 503, "The platform could not record the call"),
    QUEUE_UNAVAILABLE(
            "platform.queue-unavailable",
            PLATFORM,
            503,
            "The queue of asynchronous calls takes none now"),
    PLATFORM_BUSY("platform.busy", PLATFORM, 503, "The platform is at its own limit"),
    PLATFORM_ERROR("platform.error", PLATFORM, 500, "The platform failed");

    private final String wireName;
    private final Fault fault;
    private final int status;
    private final String title;

    ErrorCode(String wireName, Fault fault, int status, String title) {
        this.wireName = wireName;
        this.fault = fault;
        this.status = status;
        this.title = title;
    }

    public String wireName() {
        return wireName;
    }

    public Fault fault() {
        return fault;
    }

    public int status() {
        return status;
    }

    /** One short sentence that is the same for every occurrence. */
    public String title() {
        return title;
    }

    /** Whether the same request may succeed later without being changed. */
    public boolean retryable() {
        return status == 429 || status == 503 || this == IDEMPOTENCY_IN_PROGRESS;
    }

    public static Optional<ErrorCode> fromWireName(String wireName) {
        return Arrays.stream(values()).filter(c -> c.wireName.equals(wireName)).findFirst();
    }
}
