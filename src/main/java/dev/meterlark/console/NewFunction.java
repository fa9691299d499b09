package dev.meterlark.console;

import dev.meterlark.function.FunctionSettings;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

/**
 * What was typed into the form of a function; kept as text, so that the form shows it again.
 *
 * @param code {@code starter} or {@code file}
 */
record NewFunction(
        @Nullable String name,
        @Nullable String runtime,
        @Nullable String code,
        @Nullable String handler,
        @Nullable String memoryMb,
        @Nullable String timeout,
        @Nullable String description,
        @Nullable String concurrency) {

    static final NewFunction BLANK = new NewFunction("", "", "starter", "", "128", "5", "", "0");

    boolean isOwnCode() {
        return "file".equals(code);
    }

    FunctionSettings settings() {
        return new FunctionSettings(
                runtime,
                handler == null || handler.isBlank() ? null : handler.strip(),
                description,
                number("memory", memoryMb),
                number("timeout", timeout),
                number("calls at once", concurrency),
                null);
    }

    private static @Nullable Integer number(String name, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return Integer.valueOf(text.strip());
        } catch (NumberFormatException e) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID, name + " must be a whole number, was: " + text);
        }
    }
}
