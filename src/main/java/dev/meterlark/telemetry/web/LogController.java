package dev.meterlark.telemetry.web;

import dev.meterlark.edge.Access;
import dev.meterlark.invocation.FunctionNames;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.telemetry.CallQuery;
import dev.meterlark.telemetry.Calls;
import dev.meterlark.telemetry.LogFollowers;
import dev.meterlark.telemetry.LogPage;
import dev.meterlark.telemetry.StoredLog;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import java.time.Instant;
import java.util.List;

/** What calls of a function, or of all of them, printed: newest first, or live. */
@RestController
class LogController {

    private final Calls calls;
    private final LogFollowers followers;
    private final FunctionNames names;

    LogController(Calls calls, LogFollowers followers, FunctionNames names) {
        this.calls = calls;
        this.followers = followers;
        this.names = names;
    }

    record Answer(List<Item> items, @Nullable String nextCursor) {}

    record Item(
            String invocationId,
            int attempt,
            @Nullable String function,
            @Nullable String version,
            Instant endedAt,
            String text,
            long truncatedBytes) {

        static Item of(StoredLog log) {
            return new Item(
                    log.invocation().toString(),
                    log.attempt(),
                    log.functionName(),
                    log.version(),
                    log.endedAt(),
                    log.text(),
                    log.truncatedBytes());
        }
    }

    @Access(Permission.LOGS_READ)
    @GetMapping(value = "/api/v1/functions/{name}/logs", params = "follow!=true")
    Answer logs(
            Caller caller,
            @PathVariable String name,
            @RequestParam @Nullable String cursor,
            @RequestParam(defaultValue = "" + CallQuery.DEFAULT_LIMIT) int limit) {
        return page(caller, KnownFunction.require(names, caller, name), cursor, limit);
    }

    /** Of all functions of the account, also those that are deleted. */
    @Access(Permission.LOGS_READ)
    @GetMapping(value = "/api/v1/logs", params = "follow!=true")
    Answer logsOfAll(
            Caller caller,
            @RequestParam @Nullable String cursor,
            @RequestParam(defaultValue = "" + CallQuery.DEFAULT_LIMIT) int limit) {
        return page(caller, null, cursor, limit);
    }

    private Answer page(
            Caller caller, @Nullable FunctionId function, @Nullable String cursor, int limit) {
        LogPage page = calls.logs(caller.account(), function, cursor, limit);
        return new Answer(page.items().stream().map(Item::of).toList(), page.nextCursor());
    }

    @Access(Permission.LOGS_READ)
    @GetMapping(value = "/api/v1/functions/{name}/logs", params = "follow=true")
    ResponseEntity<SseEmitter> follow(
            Caller caller,
            @PathVariable String name,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId) {
        return live(caller, KnownFunction.require(names, caller, name), lastEventId);
    }

    /**
     * Where it is said that a stream of events is taken: whoever does not would wait for its end.
     */
    @Access(Permission.LOGS_READ)
    @GetMapping(value = "/api/v1/logs", params = "follow=true")
    ResponseEntity<SseEmitter> followAll(
            Caller caller,
            @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "") String accept,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId) {
        if (!accept.contains(MediaType.TEXT_EVENT_STREAM_VALUE)) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "this is a stream of events and does not end: ask for it with Accept: "
                            + MediaType.TEXT_EVENT_STREAM_VALUE);
        }
        return live(caller, null, lastEventId);
    }

    private ResponseEntity<SseEmitter> live(
            Caller caller, @Nullable FunctionId function, @Nullable String lastEventId) {
        return ResponseEntity.ok()
                .contentType(MediaType.TEXT_EVENT_STREAM)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("X-Accel-Buffering", "no")
                .body(followers.follow(caller.account(), function, lastEventId));
    }
}
