package dev.meterlark.invocation.queue;

import dev.meterlark.function.snapshot.AsyncPolicy;
import dev.meterlark.invocation.EndReason;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Fault;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * Decides what becomes of a call: its function's failures are counted and bounded by the policy;
 * ours, and want of room, are tried again for as long as the call is young enough. A pure function
 * of the facts, the policy, the time and a chance.
 */
record Judge(BackOff function, BackOff platform) {

    private static final byte[] NOTHING = {};
    private static final Duration UNTIL_KNOWN = Duration.ofSeconds(2);
    private static final String JSON = "application/json";

    /** In place of a function's own error type, where it answered that events failed. */
    static final String ITEM_FAILURES = "BatchItemFailures";

    static Judge of(QueueProperties.Retry retry) {
        return new Judge(
                new BackOff(retry.function(), retry.longestFunction()),
                new BackOff(retry.platform(), retry.longestPlatform()));
    }

    /**
     * @param chance from 0 to 1, for the length of a pause
     */
    Verdict judge(Lease call, AttemptEnd end, AsyncPolicy policy, Instant now, double chance) {
        int begun = call.attempt() - 1;
        return switch (end) {
            case AttemptEnd.Succeeded(String version, byte[] payload, String type) ->
                    new Verdict.Ends(
                            EndReason.SUCCEEDED,
                            call.attempt(),
                            version,
                            payload,
                            type,
                            null,
                            null);
            case AttemptEnd.Failed failed when failed.code() == ErrorCode.INVOCATION_CANCELLED ->
                    over(EndReason.CANCELLED, call.attempt(), failed.message());
            case AttemptEnd.Failed(var _, ErrorCode code, var _, String message, var _)
                    when code == ErrorCode.SPEND_CAP ->
                    waits(call, call.attempt(), message, now);
            case AttemptEnd.Failed failed -> failed(call, failed, policy, now, chance);
            case AttemptEnd.PartlyDone partly -> partlyDone(call, partly, policy, now, chance);
            case AttemptEnd.NotBegun(ErrorCode code, String message)
                    when code == ErrorCode.SPEND_CAP ->
                    waits(call, begun, message, now);
            case AttemptEnd.NotBegun(ErrorCode code, String message) when isForGood(code) ->
                    over(EndReason.REFUSED, begun, message);
            case AttemptEnd.NotBegun(ErrorCode _, String message) ->
                    setback(call, message, policy, now, chance);
            case AttemptEnd.NotFound(String message) -> setback(call, message, policy, now, chance);
            case AttemptEnd.Cancelled _ ->
                    over(EndReason.CANCELLED, begun, "the call was cancelled");
            case AttemptEnd.TooOld _ -> over(EndReason.AGE_EXCEEDED, begun, tooOld(call, policy));
            case AttemptEnd.FunctionGone _ ->
                    over(
                            EndReason.FUNCTION_GONE,
                            begun,
                            "the function %s is not there any more"
                                    .formatted(call.wanted().name()));
            case AttemptEnd.Unreadable(String why) ->
                    over(EndReason.REFUSED, begun, "the event cannot be read: " + why);
        };
    }

    /**
     * Until its account may spend again: it is not leased before, and then at once, so that the
     * pause is only for those who do not know yet that it may not.
     */
    private static Verdict waits(Lease call, int attempts, String message, Instant now) {
        return new Verdict.Again(
                now.plus(UNTIL_KNOWN),
                attempts,
                call.failures(),
                call.setbacks(),
                null,
                message,
                null);
    }

    /** Nothing ran, so that its number is free for the next attempt. */
    private Verdict setback(
            Lease call, String message, AsyncPolicy policy, Instant now, double chance) {
        int setbacks = call.setbacks() + 1;
        return new Verdict.Again(
                later(call, platform.pause(setbacks, chance), policy, now),
                call.attempt() - 1,
                call.failures(),
                setbacks,
                null,
                message,
                null);
    }

    /** Each event has all its tries: when another one fails first, they are counted anew. */
    private Verdict partlyDone(
            Lease call,
            AttemptEnd.PartlyDone partly,
            AsyncPolicy policy,
            Instant now,
            double chance) {
        int failures = partly.progressed() ? 1 : call.failures() + 1;
        if (failures > policy.maxRetries()) {
            return new Verdict.Ends(
                    EndReason.RETRIES_EXHAUSTED,
                    call.attempt(),
                    partly.version(),
                    errorObject(ITEM_FAILURES, partly.message()),
                    JSON,
                    ITEM_FAILURES,
                    partly.message());
        }
        return new Verdict.Again(
                later(call, function.pause(failures, chance), policy, now),
                call.attempt(),
                failures,
                call.setbacks(),
                ITEM_FAILURES,
                partly.message(),
                partly.progressed() ? partly.remaining() : null);
    }

    private Verdict failed(
            Lease call, AttemptEnd.Failed failed, AsyncPolicy policy, Instant now, double chance) {
        boolean functions = failed.code().fault() != Fault.PLATFORM && !failed.code().retryable();
        int failures = call.failures() + (functions ? 1 : 0);
        if (functions && failures > policy.maxRetries()) {
            return new Verdict.Ends(
                    EndReason.RETRIES_EXHAUSTED,
                    call.attempt(),
                    failed.version(),
                    response(failed),
                    JSON,
                    failed.errorType(),
                    failed.message());
        }
        int setbacks = call.setbacks() + (functions ? 0 : 1);
        Duration pause =
                functions ? function.pause(failures, chance) : platform.pause(setbacks, chance);
        return new Verdict.Again(
                later(call, pause, policy, now),
                call.attempt(),
                failures,
                setbacks,
                failed.errorType(),
                failed.message(),
                null);
    }

    private static String tooOld(Lease call, AsyncPolicy policy) {
        String text =
                "the call was not run to a success within " + policy.maxAge().toSeconds() + " s";
        return call.lastError() == null ? text : text + "; what came last: " + call.lastError();
    }

    /** No later than the end of its age, so that it is told in time that it is too old. */
    private static Instant later(Lease call, Duration pause, AsyncPolicy policy, Instant now) {
        Instant wanted = now.plus(pause);
        Instant end = call.agedFrom().plus(policy.maxAge());
        return wanted.isBefore(end) ? wanted : end;
    }

    /** What the caller did wrong, and waiting does not mend. */
    private static boolean isForGood(ErrorCode code) {
        boolean mayComeBack =
                code == ErrorCode.NOT_FOUND || code == ErrorCode.FUNCTION_WITHOUT_CODE;
        return code.fault() == Fault.CALLER && !code.retryable() && !mayComeBack;
    }

    private static Verdict.Ends over(EndReason reason, int attempts, String message) {
        return new Verdict.Ends(reason, attempts, null, NOTHING, null, null, message);
    }

    /** AWS's error object, for what ended without one. */
    private static byte[] response(AttemptEnd.Failed failed) {
        if (failed.errorObject().length > 0) {
            return failed.errorObject();
        }
        return errorObject(failed.errorType(), failed.message());
    }

    private static byte[] errorObject(@Nullable String type, String message) {
        return "{\"errorType\":%s,\"errorMessage\":%s}"
                .formatted(quoted(type), quoted(message))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String quoted(@Nullable String text) {
        return text == null ? "null" : JsonMapper.shared().writeValueAsString(text);
    }
}
