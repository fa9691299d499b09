package dev.meterlark.telemetry.web;

import dev.meterlark.edge.Access;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.telemetry.AccountCalls;
import dev.meterlark.telemetry.Call;
import dev.meterlark.telemetry.CallPage;
import dev.meterlark.telemetry.CallQuery;
import dev.meterlark.telemetry.Calls;
import dev.meterlark.telemetry.content.KeptContents;

import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;

/** Calls of all functions, the calls that one made, and what went into it and came out. */
@RestController
class AccountCallController {

    private final AccountCalls account;
    private final Calls calls;
    private final KeptContents contents;

    AccountCallController(AccountCalls account, Calls calls, KeptContents contents) {
        this.account = account;
        this.calls = calls;
        this.contents = contents;
    }

    record Answer(List<CallAnswer> items, @Nullable String nextCursor) {

        static Answer of(CallPage page) {
            return new Answer(
                    page.items().stream().map(CallAnswer::of).toList(), page.nextCursor());
        }
    }

    /** Newest first. */
    @Access(Permission.LOGS_READ)
    @GetMapping("/api/v1/invocations")
    Answer recent(
            Caller caller,
            @ParameterObject CallWords words,
            @RequestParam @Nullable String cursor,
            @RequestParam(defaultValue = "" + CallQuery.DEFAULT_LIMIT) int limit) {
        return Answer.of(account.recent(caller.account(), words.query(cursor, limit)));
    }

    /**
     * The calls that it made itself, the first ones first: the stages of a pipeline's run, too.
     *
     * @param attempt only those that this one of several made; of all when it is left out
     */
    @Access(Permission.LOGS_READ)
    @GetMapping("/api/v1/invocations/{id}/calls")
    Answer madeBy(Caller caller, @PathVariable String id, @RequestParam @Nullable Integer attempt) {
        AccountId of = caller.account();
        List<Call> made =
                attempt == null
                        ? account.madeBy(of, require(caller, id).id())
                        : account.madeBy(of, require(caller, id, attempt).id(), attempt);
        return Answer.of(new CallPage(made, null));
    }

    /**
     * Event and answer, as far as they are kept.
     *
     * @param attempt one of several; the last when it is left out
     */
    @Access(Permission.LOGS_READ)
    @GetMapping("/api/v1/invocations/{id}/content")
    ContentAnswer content(
            Caller caller, @PathVariable String id, @RequestParam @Nullable Integer attempt) {
        Call call = attempt == null ? require(caller, id) : require(caller, id, attempt);
        return ContentAnswer.of(
                call.attempt(),
                contents.of(caller.account(), call.id(), call.attempt()).orElse(null));
    }

    private Call require(Caller caller, String id, int attempt) {
        return calls.find(caller.account(), CallController.invocation(id), attempt)
                .orElseThrow(() -> CallController.unknown(id));
    }

    private Call require(Caller caller, String id) {
        return calls.find(caller.account(), CallController.invocation(id))
                .orElseThrow(() -> CallController.unknown(id));
    }
}
