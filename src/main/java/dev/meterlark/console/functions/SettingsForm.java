package dev.meterlark.console.functions;

import dev.meterlark.function.FunctionSettings;
import dev.meterlark.function.FunctionView;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

/**
 * What was typed into the form of how a function runs; kept as text, so that the form shows it
 * again.
 *
 * @param runtime empty for the one that the function has, where that is not offered any more
 * @param revision that the function had when the form was shown
 */
record SettingsForm(
        @Nullable String runtime,
        @Nullable String handler,
        @Nullable String description,
        @Nullable String memoryMb,
        @Nullable String timeout,
        @Nullable String concurrency,
        @Nullable String maxConcurrency,
        @Nullable String egress,
        @Nullable String revision) {

    static SettingsForm of(FunctionView function) {
        return new SettingsForm(
                function.runtime(),
                function.handler(),
                function.description(),
                String.valueOf(function.memoryMb()),
                String.valueOf(function.timeout()),
                String.valueOf(function.concurrency()),
                String.valueOf(function.maxConcurrency()),
                function.egress(),
                String.valueOf(function.revision()));
    }

    FunctionSettings settings() {
        return new FunctionSettings(
                runtime == null || runtime.isEmpty() ? null : runtime,
                handler == null || handler.isBlank() ? null : handler.strip(),
                description,
                number("memory", memoryMb),
                number("timeout", timeout),
                number("calls at once in one sandbox", concurrency),
                number("calls at once", maxConcurrency),
                egress,
                null,
                null,
                null);
    }

    /** Null for whatever the function has, as where the form was not shown by us. */
    static @Nullable Long revision(@Nullable String text) {
        try {
            return text == null || text.isBlank() ? null : Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
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
