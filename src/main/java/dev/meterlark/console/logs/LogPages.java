package dev.meterlark.console.logs;

import dev.meterlark.console.FunctionRooms;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.console.Show;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.telemetry.FoundLines;
import dev.meterlark.telemetry.Keeping;
import dev.meterlark.telemetry.LogDownload;
import dev.meterlark.telemetry.LogFollowers;
import dev.meterlark.telemetry.LogLine;
import dev.meterlark.telemetry.LogSearch;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.util.UriComponentsBuilder;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** What functions print: the last lines, live, by what they say, and as a file. */
@Room
class LogPages {

    private static final String OF_ALL = "/logs";

    private final FunctionRooms rooms;
    private final LogSearch search;
    private final LogDownload download;
    private final LogFollowers followers;
    private final Keeping keeping;
    private final InstantSource clock;

    LogPages(
            FunctionRooms rooms,
            LogSearch search,
            LogDownload download,
            LogFollowers followers,
            Keeping keeping,
            InstantSource clock) {
        this.rooms = rooms;
        this.search = search;
        this.download = download;
        this.followers = followers;
        this.keeping = keeping;
        this.clock = clock;
    }

    @GetMapping(OF_ALL)
    @Access(Permission.LOGS_READ)
    String ofAll(
            Caller caller,
            @ModelAttribute("form") LogForm form,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
            HttpServletResponse response,
            Model model) {
        show(caller, null, OF_ALL, form, model, response);
        return htmx == null ? "logs/logs" : "logs/log-lines";
    }

    /** With htmx only the lines, which go before those that are there. */
    @GetMapping("/functions/{name}/logs")
    @Access(Permission.LOGS_READ)
    String ofFunction(
            Caller caller,
            @PathVariable String name,
            @ModelAttribute("form") LogForm form,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
            HttpServletResponse response,
            Model model) {
        FunctionRooms.Room room = rooms.enter(caller, name, model);
        show(caller, room.id(), path(name), form, model, response);
        return htmx == null ? "logs/logs" : "logs/log-lines";
    }

    @GetMapping("/logs/file")
    @Access(Permission.LOGS_READ)
    void fileOfAll(Caller caller, @ModelAttribute LogForm form, HttpServletResponse response)
            throws IOException {
        write(caller, null, form, response);
    }

    @GetMapping("/functions/{name}/logs/file")
    @Access(Permission.LOGS_READ)
    void fileOfFunction(
            Caller caller,
            @PathVariable String name,
            @ModelAttribute LogForm form,
            HttpServletResponse response,
            Model model)
            throws IOException {
        write(caller, rooms.enter(caller, name, model).id(), form, response);
    }

    /**
     * @param live has to be said, because the answer does not end for a long time
     * @param after the newest that the page has, until the browser knows a later one itself
     */
    @GetMapping("/logs/stream")
    @Access(Permission.LOGS_READ)
    SseEmitter streamOfAll(
            Caller caller,
            @RequestParam boolean live,
            @RequestParam(required = false) @Nullable String after,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            HttpServletResponse response) {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        return followers.follow(caller.account(), null, lastEventId == null ? after : lastEventId);
    }

    @GetMapping("/functions/{name}/logs/stream")
    @Access(Permission.LOGS_READ)
    SseEmitter stream(
            Caller caller,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String after,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            HttpServletResponse response,
            Model model) {
        FunctionRooms.Room room = rooms.enter(caller, name, model);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        return followers.follow(
                caller.account(), room.id(), lastEventId == null ? after : lastEventId);
    }

    /**
     * What the page shows.
     *
     * @param older where lines before these are; null when there are none
     * @param searchedTo how far back the search came by now; null when it came to the end
     * @param live where lines come from as they are printed; null when they do not belong here
     */
    record View(
            String path,
            List<Line> lines,
            @Nullable String older,
            @Nullable Instant searchedTo,
            @Nullable String live,
            String file) {}

    /** One line, of pieces in their colours. */
    record Line(
            String call, @Nullable String function, Instant time, String level, List<Ink> pieces) {

        static Line of(LogLine line, boolean ofAll) {
            return new Line(
                    line.invocation().toString(),
                    ofAll ? line.functionName() : null,
                    line.time(),
                    line.level().wireName(),
                    Ink.of(line.text()));
        }
    }

    private void show(
            Caller caller,
            @Nullable FunctionId function,
            String path,
            LogForm form,
            Model model,
            HttpServletResponse response) {
        model.addAttribute("keptFor", Show.kept(keeping.logs(caller.account())));
        model.addAttribute("levels", LogForm.LEVELS);
        model.addAttribute("times", LogForm.TIMES);
        String live = live(caller, function, path, form);
        FoundLines found;
        try {
            found = search.find(caller.account(), function, form.wanted(clock.instant()));
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            found = new FoundLines(List.of(), null, null);
        }
        String older = found.nextCursor();
        model.addAttribute(
                "view",
                new View(
                        path,
                        found.lines().reversed().stream()
                                .map(line -> Line.of(line, function == null))
                                .toList(),
                        older == null ? null : form.address(path, older),
                        found.searchedTo(),
                        live,
                        form.address(path + "/file", null)));
    }

    /** Asked for before the lines are: what is printed in between is in both, not in neither. */
    private @Nullable String live(
            Caller caller, @Nullable FunctionId function, String path, LogForm form) {
        if (!form.isLive()) {
            return null;
        }
        String newest = followers.newest(caller.account(), function);
        return path + "/stream?live=true" + (newest == null ? "" : "&after=" + newest);
    }

    private void write(
            Caller caller,
            @Nullable FunctionId function,
            LogForm form,
            HttpServletResponse response)
            throws IOException {
        var wanted = form.wanted(clock.instant());
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"logs.txt\"");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        download.write(caller.account(), function, wanted, response.getOutputStream());
    }

    private static String path(String name) {
        return UriComponentsBuilder.fromPath("/functions/{name}/logs")
                .encode()
                .buildAndExpand(name)
                .toUriString();
    }
}
