package dev.meterlark.invocation.web;

import dev.meterlark.edge.Access;
import dev.meterlark.invocation.Accepted;
import dev.meterlark.invocation.deadletter.DeadLetterFilter;
import dev.meterlark.invocation.deadletter.Replay;
import dev.meterlark.invocation.deadletter.ReplayId;
import dev.meterlark.invocation.deadletter.Replays;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;

/** Calls that have ended, run again. */
@RestController
class ReplayController {

    private final Replays replays;
    private final FunctionIds functions;

    ReplayController(Replays replays, FunctionIds functions) {
        this.replays = replays;
        this.functions = functions;
    }

    /**
     * @param id of the new call
     * @param replayOf of the one whose event it has
     */
    record One(String id, String status, String replayOf) {}

    /**
     * Which; what is left out restricts nothing.
     *
     * @param limit how many at most, the oldest first
     */
    record Which(
            @Nullable String reason,
            @Nullable String errorType,
            @Nullable String from,
            @Nullable String to,
            @Nullable Integer limit) {}

    /**
     * @param status {@code running} or {@code done}
     * @param letters that it began with
     * @param replayed that are new calls by now
     * @param refused that can never be run, and stay dead letters
     * @param trouble what keeps it waiting; empty when nothing does
     */
    record Many(
            String id,
            String function,
            String status,
            long letters,
            long replayed,
            long refused,
            String trouble,
            Instant startedAt,
            @Nullable Instant finishedAt) {

        static Many of(Replay replay) {
            return new Many(
                    replay.id().toString(),
                    replay.functionName(),
                    replay.finishedAt() == null ? "running" : "done",
                    replay.letters(),
                    replay.replayed(),
                    replay.refused(),
                    replay.trouble(),
                    replay.startedAt(),
                    replay.finishedAt());
        }
    }

    /**
     * The event of a call that has ended, as a new call: while it is a dead letter, or for as long
     * as its event is kept. Of a dead letter that is asked again it is the same one.
     */
    @PostMapping("/api/v1/invocations/{id}/replay")
    @Access(Permission.FUNCTIONS_INVOKE)
    ResponseEntity<One> replay(Caller caller, @PathVariable String id) {
        Accepted accepted =
                Ids.invocation(id)
                        .flatMap(known -> replays.replay(caller, known))
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                ErrorCode.NOT_FOUND,
                                                "there is no invocation %s of which the event is kept"
                                                        .formatted(Ids.shown(id))));
        return ResponseEntity.accepted()
                .header(HttpHeaders.LOCATION, "/api/v1/invocations/" + accepted.id())
                .body(new One(accepted.id().toString(), "queued", Ids.shown(id)));
    }

    /** All dead letters of a function that were not replayed yet, or some of them. */
    @PostMapping("/api/v1/functions/{name}/dead-letters/replay")
    @Access(Permission.FUNCTIONS_INVOKE)
    ResponseEntity<Many> replayMany(
            Caller caller,
            @PathVariable String name,
            @RequestBody(required = false) @Nullable Which which) {
        Which asked = which == null ? new Which(null, null, null, null, null) : which;
        DeadLetterFilter filter =
                new FilterWords(asked.reason(), asked.errorType(), asked.from(), asked.to())
                        .filter(functions.require(caller, name));
        Replay replay = replays.start(caller, name, filter, asked.limit());
        return ResponseEntity.accepted()
                .header(HttpHeaders.LOCATION, "/api/v1/replays/" + replay.id())
                .body(Many.of(replay));
    }

    /** How far it is. */
    @GetMapping("/api/v1/replays/{id}")
    @Access(Permission.LOGS_READ)
    Many show(Caller caller, @PathVariable String id) {
        return Ids.uuid(id)
                .flatMap(known -> replays.find(caller.account(), new ReplayId(known)))
                .map(Many::of)
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        ErrorCode.NOT_FOUND,
                                        "there is no replay " + Ids.shown(id)));
    }
}
