package dev.meterlark.console;

import dev.meterlark.function.FunctionView;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A function as its pages show it.
 *
 * @param digest and codeSize are null before the first upload
 */
public record FunctionHead(
        String id,
        String name,
        String runtime,
        String handler,
        String description,
        int memoryMiB,
        long timeoutSeconds,
        int concurrency,
        int maxConcurrency,
        String egress,
        String url,
        String urlAuth,
        boolean severalAtOnce,
        boolean hasCode,
        @Nullable String digest,
        @Nullable String codeSize,
        Instant changedAt) {

    public static FunctionHead of(FunctionView function) {
        FunctionView.CodeView code = function.code();
        return new FunctionHead(
                function.id(),
                function.name(),
                function.runtime(),
                function.handler(),
                function.description(),
                function.memoryMb(),
                function.timeout(),
                function.concurrency(),
                function.maxConcurrency(),
                function.egress(),
                function.url(),
                function.urlAuth(),
                function.mayRunSeveralAtOnce(),
                code != null,
                code == null ? null : code.digest(),
                code == null ? null : Show.bytes(code.size()),
                function.changedAt());
    }
}
