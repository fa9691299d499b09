package dev.meterlark.lambda.web;

import dev.meterlark.edge.AwsRefusals.AwsError;

import java.util.Map;

/** A refusal in AWS's own words. */
final class LambdaException extends RuntimeException {

    private final transient AwsError error;

    private LambdaException(AwsError error) {
        super(error.type() + ": " + error.message());
        this.error = error;
    }

    AwsError error() {
        return error;
    }

    static LambdaException of(int status, String type, String message) {
        return new LambdaException(AwsError.of(status, type, message));
    }

    static LambdaException notFound(String message) {
        return new LambdaException(AwsError.capital(404, "ResourceNotFoundException", message));
    }

    /** Says no {@code Type}. */
    static LambdaException validation(String message) {
        return new LambdaException(
                new AwsError(400, "ValidationException", message, false, Map.of(), Map.of()));
    }

    static LambdaException denied(String message) {
        return new LambdaException(
                new AwsError(403, "AccessDeniedException", message, true, Map.of(), Map.of()));
    }

    static LambdaException recursive(String message) {
        return new LambdaException(AwsError.capital(400, "RecursiveInvocationException", message));
    }
}
