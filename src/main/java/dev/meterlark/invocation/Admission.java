package dev.meterlark.invocation;

import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.invocation.RunningCalls.Decision;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.springframework.stereotype.Component;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * Decides whether a call may begin, in the order: is there such a function, has it code, does the
 * event fit, is it what it says, is the chain of calls before it short enough, is there room. All
 * of it in memory.
 */
@Component
class Admission {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(5);
    private static final byte[] NO_EVENT = "{}".getBytes(StandardCharsets.US_ASCII);
    private static final int SHOWN = 140;

    private final Snapshots snapshots;
    private final RunningCalls running;
    private final RecordJournal journal;
    private final long maxEventBytes;
    private final int maxDepth;

    Admission(
            Snapshots snapshots,
            RunningCalls running,
            RecordJournal journal,
            InvocationProperties properties) {
        this.snapshots = snapshots;
        this.running = running;
        this.journal = journal;
        this.maxEventBytes = properties.maxEventSize().toBytes();
        this.maxDepth = properties.maxDepth();
    }

    /**
     * What runs one attempt: an alias of several versions chooses anew for each.
     *
     * @throws RefusedException when there is none, for the account, that could run
     */
    Resolved resolve(AccountId account, FunctionRef wanted) {
        Resolved found = snapshots.resolve(account, wanted).orElseThrow(() -> notFound(wanted));
        if (found.function().code() == null) {
            throw new RefusedException(
                    ErrorCode.FUNCTION_WITHOUT_CODE,
                    "the function %s has no code: upload a package first"
                            .formatted(found.function().name()));
        }
        return found;
    }

    /** The bytes that the function is to see. */
    byte[] payload(Event event) {
        if (event.payload().length > maxEventBytes) {
            throw new RefusedException(
                    ErrorCode.EVENT_TOO_LARGE,
                    "an event may have at most %d bytes; put larger data elsewhere and send where"
                                    .formatted(maxEventBytes)
                            + " it is");
        }
        if (!isJson(event.contentType()) || event.source().equals(Event.HTTP)) {
            return event.payload();
        }
        if (event.payload().length == 0) {
            return NO_EVENT;
        }
        JsonText.flaw(event.payload())
                .ifPresent(
                        flaw -> {
                            throw new RefusedException(
                                    ErrorCode.EVENT_MALFORMED,
                                    "the event is not valid JSON: %s; send JSON, or name another Content-Type"
                                            .formatted(flaw));
                        });
        return event.payload();
    }

    /** Whoever calls whoever called it is stopped here, however the circle was closed. */
    void chain(FunctionRef wanted, Lineage lineage) {
        if (lineage.depth() > maxDepth) {
            throw new RefusedException(
                    ErrorCode.LOOP,
                    ("%d calls that made each other stand before this call of %s, and %d may:"
                                    + " end the circle that they go in; call %s made this one, and"
                                    + " each call's history names its parent")
                            .formatted(
                                    lineage.depth(),
                                    shown(wanted.name()),
                                    maxDepth,
                                    lineage.parent()));
        }
    }

    /** What could not be recorded is not begun. */
    void journal() {
        if (!journal.hasRoom()) {
            throw new RefusedException(
                    ErrorCode.PLATFORM_BUSY,
                    "the journal of calls is full, because the database takes no records; no call"
                            + " is begun until it does",
                    LATER);
        }
    }

    /** A place among the running calls; the caller closes it. */
    RunningCalls.Permit enter(FunctionSnapshot function) {
        journal();
        return switch (running.enter(
                function.account(),
                function.accountConcurrency(),
                function.function(),
                function.maxConcurrency())) {
            case Decision.Granted(var permit) -> permit;
            case Decision.FunctionFull(int limit) ->
                    throw throttled(
                            "%d calls of %s are running, which is the function's limit"
                                    .formatted(limit, function.name()));
            case Decision.AccountFull(int limit) ->
                    throw throttled(
                            "%d calls are running, which is the account's limit".formatted(limit));
            case Decision.NodeFull() ->
                    throw new RefusedException(
                            ErrorCode.PLATFORM_BUSY,
                            "this node has as many calls in hand as it may; try again",
                            SOON);
        };
    }

    /** The media type is JSON, or ends in {@code +json}. */
    static boolean isJson(String contentType) {
        int end = contentType.indexOf(';');
        String type = (end < 0 ? contentType : contentType.substring(0, end)).strip();
        String lower = type.toLowerCase(Locale.ROOT);
        return lower.equals(Event.JSON) || lower.endsWith("+json");
    }

    private static RefusedException throttled(String what) {
        return new RefusedException(
                ErrorCode.THROTTLED, what + "; try again when one has ended", SOON);
    }

    /** The same for a function that is missing and for one of another account. */
    static RefusedException notFound(FunctionRef wanted) {
        String name = shown(wanted.name());
        return new RefusedException(
                ErrorCode.NOT_FOUND,
                wanted.qualifier().equals(FunctionRef.LATEST)
                        ? "there is no function named " + name
                        : "there is no function named %s with a version or alias %s"
                                .formatted(name, shown(wanted.qualifier())));
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
