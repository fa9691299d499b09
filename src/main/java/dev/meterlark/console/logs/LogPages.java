package dev.meterlark.console.logs;

import dev.meterlark.console.FunctionRooms;
import dev.meterlark.console.LogText;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.telemetry.Calls;
import dev.meterlark.telemetry.LogFollowers;
import dev.meterlark.telemetry.StoredLog;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What a function prints: the last lines, and then live. */
@Room
class LogPages {

    private static final int CALLS = 20;
    private static final int LINES = 500;

    private final FunctionRooms rooms;
    private final Calls calls;
    private final LogFollowers followers;

    LogPages(FunctionRooms rooms, Calls calls, LogFollowers followers) {
        this.rooms = rooms;
        this.calls = calls;
        this.followers = followers;
    }

    @GetMapping("/functions/{name}/logs")
    @Access(Permission.LOGS_READ)
    String logs(Caller caller, @PathVariable String name, Model model) {
        FunctionRooms.Room room = rooms.enter(caller, name, model);
        List<Line> lines =
                calls.logs(caller.account(), room.id(), null, CALLS).items().reversed().stream()
                        .flatMap(Line::of)
                        .toList();
        int from = Math.max(0, lines.size() - LINES);
        model.addAttribute("lines", lines.subList(from, lines.size()));
        return "logs/logs";
    }

    @GetMapping("/functions/{name}/logs/stream")
    @Access(Permission.LOGS_READ)
    SseEmitter stream(
            Caller caller,
            @PathVariable String name,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            HttpServletResponse response,
            Model model) {
        FunctionRooms.Room room = rooms.enter(caller, name, model);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        return followers.follow(caller.account(), room.id(), lastEventId);
    }

    /** One line of one call's log. */
    record Line(String call, Instant time, String text) {

        static Stream<Line> of(StoredLog log) {
            String call = log.invocation().toString();
            return LogText.of(log).text().lines().map(l -> new Line(call, log.endedAt(), l));
        }
    }
}
