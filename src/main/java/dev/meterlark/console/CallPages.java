package dev.meterlark.console;

import dev.meterlark.edge.Access;
import dev.meterlark.invocation.Answer;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.invocation.Invocations;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.telemetry.Call;
import dev.meterlark.telemetry.CallPage;
import dev.meterlark.telemetry.CallQuery;
import dev.meterlark.telemetry.Calls;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** Calling a function, and the calls that were. */
@Room
class CallPages {

    /** How often a page asks for a log that may still be on its way. */
    private static final int MOST_TRIES = 12;

    private final FunctionRooms rooms;
    private final Invocations invocations;
    private final Calls calls;

    CallPages(FunctionRooms rooms, Invocations invocations, Calls calls) {
        this.rooms = rooms;
        this.invocations = invocations;
        this.calls = calls;
    }

    /** With htmx only the answer's pane, without scripts the whole page with it. */
    @PostMapping("/functions/{name}/call")
    @Access(Permission.FUNCTIONS_INVOKE)
    String call(
            Caller caller,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String event,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
            HttpServletResponse response,
            Model model) {
        model.addAttribute("pane", true);
        try {
            byte[] payload = event.getBytes(StandardCharsets.UTF_8);
            Answer answer =
                    invocations.invoke(
                            caller.account(),
                            FunctionRef.latest(name),
                            Event.json(payload, "console"));
            show(answer, model);
            response.setHeader("HX-Trigger", "called");
        } catch (RefusedException refusal) {
            model.addAttribute("refused", Show.sentence(refusal.publicText()));
            response.setStatus(refusal.code().status());
        }
        if (htmx != null) {
            return "call-result";
        }
        model.addAttribute("event", event);
        return rooms.overview(caller, name, model);
    }

    @GetMapping("/functions/{name}/calls")
    @Access(Permission.LOGS_READ)
    String list(
            Caller caller,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String cursor,
            Model model) {
        FunctionRooms.Room room = rooms.enter(caller, name, model);
        CallPage page = calls.recent(caller.account(), room.id(), new CallQuery(cursor, 50, null));
        model.addAttribute("calls", page.items().stream().map(CallRow::of).toList());
        model.addAttribute("next", page.nextCursor());
        return "calls";
    }

    /** The newest ones, for the overview to keep up with. */
    @GetMapping("/functions/{name}/calls/recent")
    @Access(Permission.LOGS_READ)
    String recent(Caller caller, @PathVariable String name, Model model) {
        FunctionRooms.Room room = rooms.enter(caller, name, model);
        model.addAttribute("calls", rooms.recent(caller, room.id()));
        return "calls-table";
    }

    @GetMapping("/calls/{id}")
    @Access(Permission.LOGS_READ)
    String one(Caller caller, @PathVariable UUID id, Model model) {
        Call call = find(caller, id).orElseThrow(CallPages::unknown);
        model.addAttribute("call", CallView.of(call));
        model.addAttribute("log", log(caller, call));
        return "call";
    }

    /** The log of a call that was answered a moment ago: history and log follow the answer. */
    @GetMapping("/calls/{id}/log")
    @Access(Permission.LOGS_READ)
    String log(
            Caller caller,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "0") int tries,
            Model model) {
        Optional<Call> call = find(caller, id);
        LogText log = call.map(c -> log(caller, c)).orElse(LogText.NOTHING);
        boolean waiting = log.text().isEmpty() && tries < (call.isPresent() ? 3 : MOST_TRIES);
        model.addAttribute("call", new Known(id.toString()));
        model.addAttribute("log", log);
        model.addAttribute("waiting", waiting ? tries + 1 : null);
        return "call-log";
    }

    private void show(Answer answer, Model model) {
        byte[] payload =
                switch (answer) {
                    case Answer.Succeeded succeeded -> succeeded.payload();
                    case Answer.Streamed _ -> new byte[0];
                    case Answer.Failed failed -> failed.errorObject();
                };
        model.addAttribute("call", CallView.of(answer));
        model.addAttribute("answer", AnswerText.of(payload));
        model.addAttribute("log", LogText.NOTHING);
        model.addAttribute("waiting", 0);
    }

    private Optional<Call> find(Caller caller, UUID id) {
        return calls.find(caller.account(), new InvocationId(id));
    }

    private LogText log(Caller caller, Call call) {
        return calls.log(caller.account(), call.id(), call.attempt())
                .map(LogText::of)
                .orElse(LogText.NOTHING);
    }

    private static RefusedException unknown() {
        return new RefusedException(
                ErrorCode.NOT_FOUND,
                "there is no such call in this account; one shows up some tenths of a second after"
                        + " its answer");
    }

    record Known(String id) {}
}
