package dev.meterlark.function;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A function's own variables, as AWS Lambda limits them. */
record Environment(Map<String, String> variables) {

    static final Environment NONE = new Environment(Map.of());

    private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]+");

    /** AWS's list of what only the platform sets. */
    private static final Set<String> RESERVED =
            Set.of(
                    "_HANDLER",
                    "_X_AMZN_TRACE_ID",
                    "AWS_DEFAULT_REGION",
                    "AWS_REGION",
                    "AWS_EXECUTION_ENV",
                    "AWS_LAMBDA_FUNCTION_NAME",
                    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                    "AWS_LAMBDA_FUNCTION_VERSION",
                    "AWS_LAMBDA_INITIALIZATION_TYPE",
                    "AWS_LAMBDA_LOG_GROUP_NAME",
                    "AWS_LAMBDA_LOG_STREAM_NAME",
                    "AWS_LAMBDA_RUNTIME_API",
                    "AWS_ACCESS_KEY",
                    "AWS_ACCESS_KEY_ID",
                    "AWS_SECRET_ACCESS_KEY",
                    "AWS_SESSION_TOKEN",
                    "LAMBDA_TASK_ROOT",
                    "LAMBDA_RUNTIME_DIR");

    Environment {
        variables = Map.copyOf(variables);
    }

    /** Answers name the variable at fault and never a value: those are secrets. */
    static Environment of(Map<String, @Nullable String> asked, long maxBytes) {
        var variables = new TreeMap<String, String>();
        long bytes = 0;
        for (Map.Entry<String, @Nullable String> each : asked.entrySet()) {
            String name = each.getKey();
            String value = each.getValue();
            if (!NAME.matcher(name).matches()) {
                throw refused(
                        "%s is no name for a variable: it starts with a letter and has at least two letters, digits or _"
                                .formatted(Shown.text(name)));
            }
            if (RESERVED.contains(name)) {
                throw refused(
                        "%s is set by the platform; choose another name"
                                .formatted(Shown.text(name)));
            }
            if (value == null || value.indexOf('\0') >= 0) {
                throw refused(
                        "%s has no text as its value, or one with a NUL in it"
                                .formatted(Shown.text(name)));
            }
            bytes += name.length() + value.getBytes(StandardCharsets.UTF_8).length;
            variables.put(name, value);
        }
        if (bytes > maxBytes) {
            throw refused(
                    "all names and values together may have %d bytes and have %d"
                            .formatted(maxBytes, bytes));
        }
        return new Environment(variables);
    }

    private static RefusedException refused(String reason) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, "environment: " + reason);
    }
}
