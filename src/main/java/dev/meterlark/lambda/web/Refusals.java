package dev.meterlark.lambda.web;

import dev.meterlark.invocation.JsonText;
import dev.meterlark.shared.RefusedException;

/**
 * Refusals of a call in AWS's words; those that are the same for every service stay as they are.
 */
final class Refusals {

    private Refusals() {}

    static RuntimeException of(
            RefusedException refusal, byte[] payload, NamedFunction named, String arn) {
        return switch (refusal.code()) {
            case NOT_FOUND ->
                    LambdaException.notFound(
                            "Function not found: %s:%s".formatted(arn, named.qualifier()));
            case EVENT_MALFORMED ->
                    LambdaException.of(
                            400,
                            "InvalidRequestContentException",
                            "Could not parse request body into json: Could not parse payload into"
                                    + " json: "
                                    + JsonText.flaw(payload).orElse(""));
            case EVENT_TOO_LARGE ->
                    LambdaException.of(
                            413,
                            "RequestTooLargeException",
                            "Request must be smaller than 6291456 bytes for the InvokeFunction"
                                    + " operation");
            case FUNCTION_WITHOUT_CODE ->
                    LambdaException.of(409, "ResourceConflictException", refusal.publicText());
            case LOOP -> LambdaException.recursive(refusal.publicText());
            default -> refusal;
        };
    }
}
