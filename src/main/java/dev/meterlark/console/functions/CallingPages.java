package dev.meterlark.console.functions;

import dev.meterlark.console.FunctionRooms;
import dev.meterlark.console.LogText;
import dev.meterlark.console.Room;
import dev.meterlark.console.Show;
import dev.meterlark.console.calls.AnswerText;
import dev.meterlark.console.calls.CallView;
import dev.meterlark.edge.Access;
import dev.meterlark.invocation.Answer;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.invocation.Invocations;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Calling a function from its first page. */
@Room
class CallingPages {

    private final FunctionRooms rooms;
    private final FunctionOverview overview;
    private final Invocations invocations;

    CallingPages(FunctionRooms rooms, FunctionOverview overview, Invocations invocations) {
        this.rooms = rooms;
        this.overview = overview;
        this.invocations = invocations;
    }

    /**
     * What is typed into the pane.
     *
     * @param qualifier a version or an alias; null or blank for what is edited
     */
    record Typed(@Nullable String event, @Nullable String qualifier) {

        String text() {
            return event == null ? "" : event;
        }

        String target() {
            return qualifier == null ? "" : qualifier.strip();
        }

        FunctionRef of(String function) {
            return target().isEmpty()
                    ? FunctionRef.latest(function)
                    : new FunctionRef(function, target());
        }
    }

    /**
     * With htmx only the answer's pane, without scripts the whole page with it.
     *
     * @param live asks for a streamed answer's pieces before it, see {@link LiveAnswer}
     */
    @PostMapping("/functions/{name}/call")
    @Access(Permission.FUNCTIONS_INVOKE)
    String call(
            Caller caller,
            @PathVariable String name,
            @ModelAttribute Typed typed,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
            @RequestHeader(name = "Meterlark-Live", required = false) @Nullable String live,
            HttpServletResponse response,
            Model model)
            throws IOException {
        model.addAttribute("pane", true);
        FunctionRef wanted = typed.of(name);
        Event event = of(typed.text());
        try {
            if (live == null) {
                show(invocations.invoke(caller.account(), wanted, event), model);
                response.setHeader("HX-Trigger", "called");
            } else {
                showLive(caller, wanted, event, new LiveAnswer(response), model);
            }
        } catch (RefusedException refusal) {
            model.addAttribute("refused", Show.sentence(refusal.publicText()));
            response.setStatus(refusal.code().status());
        }
        if (htmx != null) {
            return "calls/call-result";
        }
        model.addAttribute("event", typed.text());
        return overview.show(caller, name, FunctionOverview.Look.of(typed.target()), model);
    }

    private void showLive(
            Caller caller, FunctionRef wanted, Event event, LiveAnswer live, Model model)
            throws IOException {
        Answer answer =
                live.write(stream -> invocations.begin(caller.account(), wanted, event, stream));
        show(answer, model);
        if (answer instanceof Answer.Streamed) {
            model.addAttribute("answer", AnswerText.of(live.shown(), live.bytes()));
        }
    }

    private static Event of(String event) {
        return Event.json(event.getBytes(StandardCharsets.UTF_8), "console");
    }

    /** The newest ones, for the overview to keep up with. */
    @GetMapping("/functions/{name}/calls/recent")
    @Access(Permission.LOGS_READ)
    String recent(Caller caller, @PathVariable String name, Model model) {
        FunctionRooms.Room room = rooms.enter(caller, name, model);
        model.addAttribute("calls", overview.recent(caller, room.id()));
        return "calls/calls-table";
    }

    private static void show(Answer answer, Model model) {
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
}
