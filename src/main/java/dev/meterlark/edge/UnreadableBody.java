package dev.meterlark.edge;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.HttpMessageNotReadableException;

import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Says where a JSON body went wrong, without a word about the classes behind it. */
final class UnreadableBody {

    private UnreadableBody() {}

    static Problem problem(HttpMessageNotReadableException e) {
        return because(e.getCause());
    }

    /** Of the first of these causes that says something. */
    static Problem because(@Nullable Throwable first) {
        for (Throwable cause = first; cause != null; cause = cause.getCause()) {
            if (cause instanceof RefusedException refusal) {
                return Problem.of(refusal);
            }
            if (cause instanceof JacksonException json
                    && !(json.getCause() instanceof RefusedException)) {
                return problem(json);
            }
        }
        return Problem.of(
                ErrorCode.REQUEST_MALFORMED, "The body is missing or could not be read as JSON.");
    }

    private static Problem problem(JacksonException e) {
        return switch (e) {
            case UnrecognizedPropertyException unknown -> unknown(unknown);
            case InvalidFormatException format ->
                    invalid(
                            "'%s' is not acceptable: %s%s"
                                    .formatted(path(format), format.getValue(), choices(format)));
            case MismatchedInputException mismatch ->
                    invalid(
                            "'%s' is missing or not of the kind expected here%s"
                                    .formatted(path(mismatch), kind(mismatch)));
            case DatabindException refused
                    when refused.getCause() instanceof IllegalArgumentException c ->
                    invalid("'%s': %s".formatted(path(refused), c.getMessage()));
            case StreamReadException syntax ->
                    Problem.of(
                            ErrorCode.REQUEST_MALFORMED,
                            "The body is not valid JSON%s: %s"
                                    .formatted(
                                            place(syntax.getLocation()),
                                            InvalidFields.bounded(syntax.getOriginalMessage())));
            default ->
                    Problem.of(ErrorCode.REQUEST_MALFORMED, "The body could not be read as JSON.");
        };
    }

    private static String kind(MismatchedInputException e) {
        Class<?> type = e.getTargetType();
        if (type == null) {
            return "";
        }
        if (type == boolean.class || type == Boolean.class) {
            return ", true or false";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return ", a number";
        }
        return type == String.class ? ", a text" : "";
    }

    private static Problem unknown(UnrecognizedPropertyException e) {
        String known =
                e.getKnownPropertyIds().stream()
                        .map(Object::toString)
                        .sorted()
                        .collect(Collectors.joining(", "));
        return invalid("'%s' is not known here; known: %s".formatted(path(e), known));
    }

    private static Problem invalid(String text) {
        return Problem.of(ErrorCode.REQUEST_INVALID, InvalidFields.bounded(text));
    }

    private static String path(DatabindException e) {
        String path =
                e.getPath().stream()
                        .map(
                                r ->
                                        r.getPropertyName() == null
                                                ? "[" + r.getIndex() + "]"
                                                : r.getPropertyName())
                        .collect(Collectors.joining("."));
        return path.isEmpty() ? "the body" : path;
    }

    private static String choices(InvalidFormatException e) {
        Class<?> type = e.getTargetType();
        Object[] constants = type == null ? null : type.getEnumConstants();
        return constants == null
                ? ""
                : "; one of "
                        + Arrays.stream(constants)
                                .map(Object::toString)
                                .collect(Collectors.joining(", "));
    }

    private static String place(TokenStreamLocation at) {
        return at == null
                ? ""
                : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
    }
}
