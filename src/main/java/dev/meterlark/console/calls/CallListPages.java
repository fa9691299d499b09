package dev.meterlark.console.calls;

import dev.meterlark.console.FunctionRooms;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.console.Show;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.telemetry.AccountCalls;
import dev.meterlark.telemetry.CallBell;
import dev.meterlark.telemetry.CallPage;
import dev.meterlark.telemetry.CallQuery;
import dev.meterlark.telemetry.Calls;
import dev.meterlark.telemetry.Keeping;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.util.UriComponentsBuilder;

import java.util.List;

/** The calls of all functions, and those of one, as they come in. */
@Room
class CallListPages {

    private static final String OF_ALL = "/calls";

    private final FunctionRooms rooms;
    private final AccountCalls all;
    private final Calls calls;
    private final CallBell bell;
    private final Keeping keeping;

    CallListPages(
            FunctionRooms rooms, AccountCalls all, Calls calls, CallBell bell, Keeping keeping) {
        this.rooms = rooms;
        this.all = all;
        this.calls = calls;
        this.bell = bell;
        this.keeping = keeping;
    }

    /**
     * What the page shows beside the calls.
     *
     * @param every address of the same time, however they ended
     * @param failed the same of those that failed
     * @param recent where the table alone is, to keep up with; null when what comes is not of it
     * @param older null when there are none
     */
    record View(
            String path,
            String every,
            String failed,
            @Nullable String recent,
            @Nullable String older) {}

    @GetMapping(OF_ALL)
    @Access(Permission.LOGS_READ)
    String ofAll(
            Caller caller,
            @ModelAttribute("form") CallForm form,
            HttpServletResponse response,
            Model model) {
        show(caller, null, OF_ALL, form, model, response);
        return "calls/all";
    }

    /** The table alone, for the page to keep up with. */
    @GetMapping("/calls/recent")
    @Access(Permission.LOGS_READ)
    String recentOfAll(
            Caller caller,
            @ModelAttribute("form") CallForm form,
            HttpServletResponse response,
            Model model) {
        show(caller, null, OF_ALL, form, model, response);
        return "calls/all-table";
    }

    @GetMapping("/functions/{name}/calls")
    @Access(Permission.LOGS_READ)
    String ofFunction(
            Caller caller,
            @PathVariable String name,
            @ModelAttribute("form") CallForm form,
            HttpServletResponse response,
            Model model) {
        FunctionRooms.Room room = rooms.enter(caller, name, model);
        show(caller, room.id(), path(name), form, model, response);
        return "calls/all";
    }

    @GetMapping("/functions/{name}/calls/listed")
    @Access(Permission.LOGS_READ)
    String listedOfFunction(
            Caller caller,
            @PathVariable String name,
            @ModelAttribute("form") CallForm form,
            HttpServletResponse response,
            Model model) {
        FunctionRooms.Room room = rooms.enter(caller, name, model);
        show(caller, room.id(), path(name), form, model, response);
        return "calls/all-table";
    }

    /** For a browser's own source of events, which says what it takes. */
    @GetMapping("/calls/stream")
    @Access(Permission.LOGS_READ)
    SseEmitter stream(
            Caller caller,
            @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "") String accept,
            HttpServletResponse response) {
        if (!accept.contains(MediaType.TEXT_EVENT_STREAM_VALUE)) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "this is a stream of events and does not end: ask for it with Accept: "
                            + MediaType.TEXT_EVENT_STREAM_VALUE);
        }
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        return bell.listen(caller.account());
    }

    private void show(
            Caller caller,
            @Nullable FunctionId function,
            String path,
            CallForm form,
            Model model,
            HttpServletResponse response) {
        CallPage page;
        try {
            CallQuery query = form.query();
            page =
                    function == null
                            ? all.recent(caller.account(), query)
                            : calls.recent(caller.account(), function, query);
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            page = new CallPage(List.of(), null);
        }
        String next = page.nextCursor();
        String table = path + (function == null ? "/recent" : "/listed");
        model.addAttribute("keptFor", Show.kept(keeping.calls(caller.account())));
        model.addAttribute("calls", page.items().stream().map(CallRow::of).toList());
        model.addAttribute(
                "view",
                new View(
                        path,
                        form.address(path, false),
                        form.address(path, true),
                        form.isLive() ? form.address(table, form.isFailed()) : null,
                        next == null ? null : form.older(path, next)));
    }

    private static String path(String name) {
        return UriComponentsBuilder.fromPath("/functions/{name}/calls")
                .encode()
                .buildAndExpand(name)
                .toUriString();
    }
}
