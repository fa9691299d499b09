package dev.meterlark.worker.relay;

import dev.meterlark.worker.RunRequest;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which of a sandbox's calls makes a request. */
final class Calling {

    private static final String ROOT = "Root=";

    private Calling() {}

    /**
     * The one that the request's trace names, else the deepest: who does not say so gains no depth.
     *
     * @param trace value of {@code X-Amzn-Trace-Id}, as the runtime got it or with a span of its
     *     own
     */
    static Optional<RunRequest> of(List<RunRequest> inHand, @Nullable String trace) {
        String root = root(trace);
        Optional<RunRequest> named =
                root.isEmpty()
                        ? Optional.empty()
                        : deepest(
                                inHand.stream()
                                        .filter(call -> root(call.traceId()).equals(root))
                                        .toList());
        return named.isPresent() ? named : deepest(inHand);
    }

    private static Optional<RunRequest> deepest(List<RunRequest> calls) {
        return calls.stream().max(Comparator.comparingInt(RunRequest::depth));
    }

    private static String root(@Nullable String trace) {
        if (trace == null) {
            return "";
        }
        for (String part : trace.split(";")) {
            if (part.strip().startsWith(ROOT)) {
                return part.strip();
            }
        }
        return "";
    }
}
