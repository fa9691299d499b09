package dev.meterlark.console.calls;

import dev.meterlark.console.LogText;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.invocation.AsyncCall;
import dev.meterlark.invocation.AsyncCalls;
import dev.meterlark.invocation.deadletter.Replays;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.telemetry.AccountCalls;
import dev.meterlark.telemetry.Call;
import dev.meterlark.telemetry.CallAttempts;
import dev.meterlark.telemetry.CallTree;
import dev.meterlark.telemetry.Calls;
import dev.meterlark.telemetry.content.KeptContents;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One call: where its time went, with the calls that it made, and what went in and came out. */
@Room
@RequestMapping("/calls/{id}")
class OneCallPage {

    private final Calls calls;
    private final AccountCalls account;
    private final AsyncCalls asyncCalls;
    private final KeptContents contents;
    private final Replays replays;

    OneCallPage(
            Calls calls,
            AccountCalls account,
            AsyncCalls asyncCalls,
            KeptContents contents,
            Replays replays) {
        this.calls = calls;
        this.account = account;
        this.asyncCalls = asyncCalls;
        this.contents = contents;
        this.replays = replays;
    }

    /**
     * @param attempt which of several; null for the last
     */
    @GetMapping
    @Access(Permission.LOGS_READ)
    String one(
            Caller caller,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable Integer attempt,
            Model model) {
        InvocationId invocation = new InvocationId(id);
        Optional<CallTree> tree = account.tree(caller.account(), invocation);
        if (tree.isEmpty()) {
            return later(caller, invocation, model);
        }
        List<Call> attempts = calls.attempts(caller.account(), invocation);
        Call shown =
                attempts.stream()
                        .filter(each -> attempt != null && each.attempt() == attempt)
                        .findFirst()
                        .orElse(tree.get().root());
        show(caller, shown, model);
        model.addAttribute(
                "waterfall", Waterfall.of(shown, new CallAttempts(attempts), tree.get()));
        model.addAttribute("attempts", attempts.stream().map(AttemptLink::of).toList());
        return "calls/call";
    }

    private void show(Caller caller, Call call, Model model) {
        model.addAttribute("call", CallView.of(call));
        model.addAttribute("attempt", call.attempt());
        model.addAttribute("lineage", CallOrigin.of(call));
        model.addAttribute("log", log(caller, call));
        model.addAttribute(
                "kept",
                contents.of(caller.account(), call.id(), call.attempt())
                        .map(ContentView::of)
                        .orElse(null));
    }

    /** Of an asynchronous call nothing is known before its first attempt but that it waits. */
    private String later(Caller caller, InvocationId id, Model model) {
        AsyncCall call = asyncCalls.find(caller.account(), id).orElseThrow(OneCallPage::unknown);
        model.addAttribute("waiting", WaitingCall.of(call));
        return "calls/call-waiting";
    }

    private LogText log(Caller caller, Call call) {
        return calls.log(caller.account(), call.id(), call.attempt())
                .map(LogText::of)
                .orElse(LogText.NOTHING);
    }

    /** Its event once more, as a call of its own. */
    @PostMapping("/replay")
    @Access(Permission.FUNCTIONS_INVOKE)
    String replay(Caller caller, @PathVariable UUID id, RedirectAttributes next) {
        InvocationId invocation = new InvocationId(id);
        var _ = calls.find(caller.account(), invocation).orElseThrow(OneCallPage::unknown);
        next.addAttribute("id", id);
        Problem.tell(
                next,
                () ->
                        next.addAttribute(
                                "id",
                                replays.replay(caller, invocation)
                                        .orElseThrow(OneCallPage::withoutEvent)
                                        .id()
                                        .toString()),
                "Accepted: this is the new call.");
        return "redirect:/calls/{id}";
    }

    static RefusedException unknown() {
        return new RefusedException(
                ErrorCode.NOT_FOUND,
                "there is no such call in this account; one shows up some tenths of a second after"
                        + " its answer");
    }

    private static RefusedException withoutEvent() {
        return new RefusedException(
                ErrorCode.CONFLICT,
                "the event of this call is not kept, so it cannot be replayed; send it again");
    }

    /** One of several attempts. */
    record AttemptLink(int number, Outcome outcome) {

        static AttemptLink of(Call call) {
            Call.Failure error = call.error();
            return new AttemptLink(call.attempt(), Outcome.of(error == null ? null : error.code()));
        }
    }
}
