package dev.meterlark.console.functions;

import dev.meterlark.function.FunctionSettings;
import dev.meterlark.function.WarmWish;
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
        @Nullable String concurrency,
        @Nullable String maxConcurrency,
        @Nullable String egress,
        @Nullable String keepWarm) {

    static final NewFunction BLANK =
            new NewFunction("", "", "starter", "", "", "5", "", "1", "0", "none", "0");

    /** The same, called as its code wants it when nothing else was typed. */
    NewFunction handledBy(String usual) {
        return handler != null && !handler.isBlank()
                ? this
                : new NewFunction(
                        name,
                        runtime,
                        code,
                        usual,
                        memoryMb,
                        timeout,
                        description,
                        concurrency,
                        maxConcurrency,
                        egress,
                        keepWarm);
    }

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
                number("calls at once in one sandbox", concurrency),
                number("calls at once", maxConcurrency),
                egress,
                warm(),
                null,
                null);
    }

    /** Windows of time are set over REST; what is typed here is for any time. */
    private @Nullable WarmWish warm() {
        Integer sandboxes = number("sandboxes kept warm", keepWarm);
        return sandboxes == null ? null : new WarmWish(sandboxes, null);
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
