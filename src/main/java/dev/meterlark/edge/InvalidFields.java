package dev.meterlark.edge;

import dev.meterlark.shared.ErrorCode;

import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.validation.BindingResult;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says of each value that is not acceptable which it is, what it was, and what it should be. */
final class InvalidFields {

    private static final int LONGEST = 500;

    private InvalidFields() {}

    record Field(String field, String value, String problem) {

        String sentence() {
            return "'%s' %s, was: %s".formatted(field, problem, value);
        }
    }

    static Problem problem(BindingResult result) {
        List<Field> fields = new ArrayList<>();
        for (ObjectError error : result.getAllErrors()) {
            Object value = error instanceof FieldError f ? f.getRejectedValue() : "";
            String name = error instanceof FieldError f ? f.getField() : error.getObjectName();
            fields.add(new Field(name, shown(name, value), text(error)));
        }
        return of(fields);
    }

    static Problem problem(HandlerMethodValidationException e) {
        List<Field> fields = new ArrayList<>();
        for (ParameterValidationResult parameter : e.getParameterValidationResults()) {
            String name = parameter.getMethodParameter().getParameterName();
            String known = name == null ? "parameter" : name;
            for (MessageSourceResolvable error : parameter.getResolvableErrors()) {
                String field = error instanceof FieldError f ? f.getField() : known;
                Object value =
                        error instanceof FieldError f
                                ? f.getRejectedValue()
                                : parameter.getArgument();
                fields.add(new Field(field, shown(field, value), text(error)));
            }
        }
        return of(fields);
    }

    static String expected(MethodArgumentTypeMismatchException e) {
        Class<?> type = e.getRequiredType();
        return type == null ? "value of the right kind" : type.getSimpleName();
    }

    static String limit(MaxUploadSizeExceededException e) {
        return e.getMaxUploadSize() > 0 ? " (%d bytes).".formatted(e.getMaxUploadSize()) : ".";
    }

    static String bounded(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    private static Problem of(List<Field> fields) {
        String all = fields.stream().map(Field::sentence).collect(Collectors.joining("; "));
        return Problem.of(ErrorCode.REQUEST_INVALID, bounded(all)).with("errors", fields);
    }

    private static String text(MessageSourceResolvable error) {
        String message = error.getDefaultMessage();
        return message == null ? "is not acceptable" : message;
    }

    /** A password or a token that was not acceptable is one all the same. */
    private static String shown(String field, @Nullable Object value) {
        String name = field.toLowerCase(Locale.ROOT);
        if (name.contains("password") || name.contains("secret") || name.contains("token")) {
            return "(not shown)";
        }
        String text = String.valueOf(value);
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
