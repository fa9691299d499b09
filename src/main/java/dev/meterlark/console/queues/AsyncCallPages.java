package dev.meterlark.console.queues;

import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.console.Show;
import dev.meterlark.console.calls.AnswerText;
import dev.meterlark.edge.Access;
import dev.meterlark.invocation.AsyncCall;
import dev.meterlark.invocation.AsyncCalls;
import dev.meterlark.invocation.FunctionNames;
import dev.meterlark.invocation.OpenCalls;
import dev.meterlark.invocation.PipelineNames;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.util.List;

/** Asynchronous calls: what waits and runs, function by function, and one call as it stands. */
@Room
class AsyncCallPages {

    private final OpenCalls open;
    private final AsyncCalls calls;
    private final Backlogs backlogs;
    private final FunctionNames names;
    private final PipelineNames pipelines;

    AsyncCallPages(
            OpenCalls open,
            AsyncCalls calls,
            Backlogs backlogs,
            FunctionNames names,
            PipelineNames pipelines) {
        this.open = open;
        this.calls = calls;
        this.backlogs = backlogs;
        this.names = names;
        this.pipelines = pipelines;
    }

    record Tally(String open, String succeeded, String failed, String expired, String cancelled) {

        static Tally of(OpenCalls.Tally tally) {
            return new Tally(
                    Show.count(tally.open()),
                    Show.count(tally.succeeded()),
                    Show.count(tally.failed()),
                    Show.count(tally.expired()),
                    Show.count(tally.cancelled()));
        }
    }

    @GetMapping("/async-calls")
    @Access(Permission.LOGS_READ)
    String list(
            Caller caller,
            @RequestParam(defaultValue = "") String function,
            @RequestParam(required = false) @Nullable String cursor,
            HttpServletResponse response,
            Model model) {
        OpenCalls.Tally tally = open.tally(caller.account());
        model.addAttribute("tally", Tally.of(tally));
        model.addAttribute("function", function);
        model.addAttribute("calls", List.of());
        if (function.isBlank()) {
            List<Backlogs.Line> lines = tally.open() == 0 ? List.of() : backlogs.of(caller);
            model.addAttribute("backlog", lines.stream().limit(Backlogs.SHOWN).toList());
            model.addAttribute("backlogCut", lines.size() > Backlogs.SHOWN);
            return "queues/async-calls";
        }
        try {
            OpenCalls.Page page =
                    open.page(caller.account(), named(caller, function.strip()), cursor, null);
            model.addAttribute("calls", page.items().stream().map(AsyncCallLine::of).toList());
            model.addAttribute("next", page.nextCursor());
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
        }
        return "queues/async-calls";
    }

    @GetMapping("/async-calls/{id}")
    @Access(Permission.LOGS_READ)
    String show(Caller caller, @PathVariable String id, Model model) {
        AsyncCall call = find(caller, id);
        model.addAttribute("call", AsyncCallLine.of(call));
        if (caller.may(Permission.FUNCTIONS_INVOKE)) {
            model.addAttribute(
                    "answer",
                    calls.result(caller.account(), call.id())
                            .map(result -> AnswerText.of(result.payload()))
                            .orElse(null));
        }
        return "queues/async-call";
    }

    @PostMapping("/async-calls/{id}/cancel")
    @Access(Permission.FUNCTIONS_INVOKE)
    String cancel(Caller caller, @PathVariable String id, RedirectAttributes next) {
        AsyncCall call = find(caller, id);
        AsyncCall after = calls.cancel(caller, call.id()).orElse(call);
        next.addFlashAttribute(
                "done",
                switch (after.status()) {
                    case CANCELLED -> "The call is cancelled.";
                    case QUEUED, RUNNING -> "The call is given up as soon as its node hears of it.";
                    case SUCCEEDED, FAILED, EXPIRED -> "The call had ended before.";
                });
        next.addAttribute("id", id);
        return "redirect:/async-calls/{id}";
    }

    private AsyncCall find(Caller caller, String id) {
        return Typed.uuid(id)
                .flatMap(known -> calls.find(caller.account(), new InvocationId(known)))
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        ErrorCode.NOT_FOUND,
                                        "there is no such asynchronous call, or it ended too long"
                                                + " ago"));
    }

    private FunctionId named(Caller caller, String name) {
        return names.functionId(caller.account(), name)
                .or(() -> pipelines.pipelineId(caller.account(), name))
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        ErrorCode.NOT_FOUND,
                                        "there is no such function in this account"));
    }
}
