package dev.meterlark.cli;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether and when to send a request again. 429 says that nothing was done; after anything else
 * only what may be sent twice is sent again.
 */
final class Retries {

    private static final int MOST = 4;

    /** One second for each time. */
    private static final int LONGEST_CALL = 1_000;

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration FIRST = Duration.ofMillis(250);

    private Retries() {}

    /**
     * @param sent how often it has been sent
     */
    static Optional<Duration> after(Ask ask, Reply reply, int sent) {
        boolean refusedUntouched = reply.status() == 429;
        boolean perhapsDone = reply.status() == 503 && ask.repeatable();
        if (sent < LONGEST_CALL && isStillRunning(reply)) {
            // The connection broke, the first request did not: its answer is worth the wait.
            return Optional.of(Duration.ofSeconds(1));
        }
        return refusedUntouched || perhapsDone ? wait(reply, sent) : Optional.empty();
    }

    /** The connection broke, perhaps after the request was taken. */
    static Optional<Duration> afterBreak(Ask ask, int sent) {
        return ask.repeatable() && sent < MOST ? Optional.of(grown(sent)) : Optional.empty();
    }

    private static boolean isStillRunning(Reply reply) {
        return reply.status() == 409
                && reply.is("application/problem+json")
                && Json.read(reply.body())
                        .map(Retries::code)
                        .filter("idempotency.in-progress"::equals)
                        .isPresent();
    }

    private static String code(JsonNode problem) {
        return Json.text(problem, "code", "");
    }

    private static Optional<Duration> wait(Reply reply, int sent) {
        if (sent >= MOST) {
            return Optional.empty();
        }
        Duration asked = retryAfter(reply).orElseGet(() -> grown(sent));
        return asked.compareTo(LONGEST) <= 0 ? Optional.of(asked) : Optional.empty();
    }

    private static Optional<Duration> retryAfter(Reply reply) {
        String seconds = reply.header("Retry-After");
        return seconds.matches("[0-9]{1,6}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(seconds)))
                : Optional.empty();
    }

    private static Duration grown(int sent) {
        return FIRST.multipliedBy(1L << (sent - 1));
    }
}
