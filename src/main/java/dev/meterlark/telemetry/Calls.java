package dev.meterlark.telemetry;

import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.metering.AccountAttempts;
import dev.meterlark.metering.Attempts;
import dev.meterlark.metering.Attempts.Ended;
import dev.meterlark.metering.Attempts.Place;
import dev.meterlark.metering.Attempts.Wanted;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.telemetry.CallFailures.Key;
import dev.meterlark.telemetry.CallFailures.Said;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The history of calls. A call is here as soon as the journal's batch is, some tenths of a second
 * after its answer; its log at about the same time.
 */
@Service
@Transactional(readOnly = true)
public class Calls {

    private final Attempts attempts;
    private final AccountAttempts byHours;
    private final CallFailures failures;
    private final StoredLogs logs;
    private final Keeping keeping;
    private final InstantSource clock;

    Calls(
            Attempts attempts,
            AccountAttempts byHours,
            CallFailures failures,
            StoredLogs logs,
            Keeping keeping,
            InstantSource clock) {
        this.attempts = attempts;
        this.byHours = byHours;
        this.failures = failures;
        this.logs = logs;
        this.keeping = keeping;
        this.clock = clock;
    }

    /**
     * A function's calls, newest first; calls that arrive while one pages do not shift the pages.
     */
    public CallPage recent(AccountId account, FunctionId function, CallQuery query) {
        Wanted wanted = wanted(account, query);
        return page(
                query.isNarrow()
                        ? byHours.newest(account, function, wanted)
                        : attempts.newest(account, function, wanted),
                query.limit());
    }

    /** One more than is shown, which says whether there are more. */
    Wanted wanted(AccountId account, CallQuery query) {
        Instant oldest = oldest(account);
        Instant from = query.from();
        return new Wanted(
                from == null || from.isBefore(oldest) ? oldest : from,
                place(query),
                ended(query.status()),
                query.made(),
                query.limit() + 1);
    }

    private static @Nullable Place place(CallQuery query) {
        if (query.cursor() != null) {
            return Cursor.AfterCall.parse(query.cursor()).place();
        }
        return query.to() == null ? null : Place.at(query.to());
    }

    /**
     * @param oneMore than the limit, when there are
     */
    CallPage page(List<InvocationRecord> oneMore, int limit) {
        if (oneMore.size() <= limit) {
            return new CallPage(calls(oneMore), null);
        }
        List<Call> shown = calls(oneMore.subList(0, limit));
        Call last = shown.getLast();
        return new CallPage(
                shown, new Cursor.AfterCall(last.startedAt(), last.id(), last.attempt()).encoded());
    }

    /** The last attempt of an invocation. */
    public Optional<Call> find(AccountId account, InvocationId invocation) {
        return attempts.last(account, invocation)
                .filter(attempt -> !attempt.startedAt().isBefore(oldest(account)))
                .map(attempt -> calls(List.of(attempt)).getFirst());
    }

    /** One attempt of an invocation. */
    public Optional<Call> find(AccountId account, InvocationId invocation, int attempt) {
        return attempts(account, invocation).stream()
                .filter(each -> each.attempt() == attempt)
                .findFirst();
    }

    /** All attempts of an invocation, the first one first; empty when the account has none. */
    public List<Call> attempts(AccountId account, InvocationId invocation) {
        Instant oldest = oldest(account);
        return calls(
                attempts.all(account, invocation).stream()
                        .filter(each -> !each.startedAt().isBefore(oldest))
                        .toList());
    }

    /** What an attempt printed; empty when it printed nothing or the log is gone. */
    public Optional<StoredLog> log(AccountId account, InvocationId invocation, int attempt) {
        return logs.find(account, invocation, attempt);
    }

    /**
     * The logs of a function's calls, newest first.
     *
     * @param function null for all of the account
     * @param cursor from the page before; null for the newest
     */
    public LogPage logs(
            AccountId account, @Nullable FunctionId function, @Nullable String cursor, int limit) {
        CallQuery.requireLimit(limit);
        long before = cursor == null ? Long.MAX_VALUE : Cursor.parseLog(cursor);
        List<StoredLog> found = logs.before(account, function, before, limit + 1);
        if (found.size() <= limit) {
            return new LogPage(found, null);
        }
        List<StoredLog> shown = found.subList(0, limit);
        return new LogPage(shown, Cursor.afterLog(shown.getLast().position()));
    }

    /** The ledger goes back further than the history does. */
    Instant oldest(AccountId account) {
        return clock.instant().minus(keeping.calls(account));
    }

    private static Ended ended(@Nullable CallStatus status) {
        return switch (status) {
            case null -> Ended.ANYHOW;
            case SUCCEEDED -> Ended.WELL;
            case FAILED -> Ended.BADLY;
        };
    }

    /** With what was said of their failures, as far as it is kept. */
    List<Call> calls(List<InvocationRecord> found) {
        var said = failures.of(found);
        return found.stream()
                .map(row -> call(row, said.get(new Key(row.invocation(), row.attempt()))))
                .toList();
    }

    private static Call call(InvocationRecord row, @Nullable Said said) {
        return new Call(
                row.invocation(),
                row.attempt(),
                row.function(),
                row.functionName(),
                row.version(),
                row.alias(),
                row.source(),
                row.lineage(),
                row.trigger(),
                row.startedAt(),
                failure(row.errorCode(), said),
                new Call.Phases(
                        row.queuedMicros(), row.startMicros(), row.initMicros(), row.runMicros()),
                row.billedMillis(),
                row.price(),
                row.priceBook(),
                row.cold(),
                row.memoryMiB(),
                row.peakMemoryBytes(),
                row.cpuMicros(),
                row.requestBytes(),
                row.responseBytes(),
                row.egressBytes());
    }

    private static Call.@Nullable Failure failure(@Nullable String code, @Nullable Said said) {
        if (code == null) {
            return null;
        }
        return said == null
                ? new Call.Failure(code, null, null)
                : new Call.Failure(code, said.type(), said.message());
    }
}
