package dev.meterlark.console.calls;

import dev.meterlark.console.FunctionRooms;
import dev.meterlark.console.LogText;
import dev.meterlark.console.Room;
import dev.meterlark.console.Show;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.Permission;
import dev.meterlark.telemetry.Call;
import dev.meterlark.telemetry.CallPage;
import dev.meterlark.telemetry.CallQuery;
import dev.meterlark.telemetry.Calls;
import dev.meterlark.telemetry.Keeping;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

import java.util.Optional;
import java.util.UUID;

/** The calls of one function, and the log of one that was answered a moment ago. */
@Room
class CallPages {

    /** How often a page asks for a log that may still be on its way. */
    private static final int MOST_TRIES = 12;

    private final FunctionRooms rooms;
    private final Calls calls;
    private final Keeping keeping;

    CallPages(FunctionRooms rooms, Calls calls, Keeping keeping) {
        this.rooms = rooms;
        this.calls = calls;
        this.keeping = keeping;
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
        model.addAttribute("keptFor", Show.kept(keeping.calls(caller.account())));
        model.addAttribute("next", page.nextCursor());
        return "calls/calls";
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
