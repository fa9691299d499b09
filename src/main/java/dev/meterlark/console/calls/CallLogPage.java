package dev.meterlark.console.calls;

import dev.meterlark.console.LogText;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.Permission;
import dev.meterlark.telemetry.Call;
import dev.meterlark.telemetry.Calls;

import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

import java.util.Optional;
import java.util.UUID;

/** The log of a call that was answered a moment ago. */
@Room
class CallLogPage {

    /** How often a page asks for a log that may still be on its way. */
    private static final int MOST_TRIES = 12;

    private final Calls calls;

    CallLogPage(Calls calls) {
        this.calls = calls;
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
        return "calls/call-log";
    }

    private Optional<Call> find(Caller caller, UUID id) {
        return calls.find(caller.account(), new InvocationId(id));
    }

    private LogText log(Caller caller, Call call) {
        return calls.log(caller.account(), call.id(), call.attempt())
                .map(LogText::of)
                .orElse(LogText.NOTHING);
    }

    record Known(String id) {}
}
