package dev.meterlark.invocation.web;

import dev.meterlark.edge.Access;
import dev.meterlark.invocation.deadletter.DeadLetterFilter;
import dev.meterlark.invocation.deadletter.DeadLetters;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;

/** Many dead letters, counted and deleted. */
@RestController
class ClearingController {

    private final DeadLetters letters;
    private final FunctionIds functions;

    ClearingController(DeadLetters letters, FunctionIds functions) {
        this.letters = letters;
        this.functions = functions;
    }

    /**
     * @param letters that match
     * @param replayed of them, which have given their events away
     * @param eventBytes that are kept of them
     * @param to the first end that is not counted, for whoever deletes them
     */
    record Count(long letters, long replayed, long eventBytes, Instant to) {

        static Count of(DeadLetters.Count count) {
            return new Count(count.letters(), count.replayed(), count.eventBytes(), count.to());
        }
    }

    /**
     * Which; what is left out restricts nothing, but {@code to} has to be said.
     *
     * @param to as their count says it
     */
    record Which(
            @Nullable String reason,
            @Nullable String errorType,
            @Nullable String from,
            @Nullable String to) {

        static final Which NOTHING_SAID = new Which(null, null, null, null);

        FilterWords words() {
            return new FilterWords(reason, errorType, from, to);
        }
    }

    /**
     * @param deleted as many as are deleted at once, at most
     * @param left that match as well: ask again
     */
    record Cleared(long deleted, long left) {}

    /** How many of a function's there are. */
    @GetMapping("/api/v1/functions/{name}/dead-letters/count")
    @Access(Permission.LOGS_READ)
    Count countOfFunction(
            Caller caller, @PathVariable String name, @ParameterObject FilterWords words) {
        DeadLetterFilter filter = words.filter(functions.require(caller, name));
        return Count.of(letters.count(caller.account(), filter));
    }

    /** How many there are of all functions, those that are gone among them. */
    @GetMapping("/api/v1/dead-letters/count")
    @Access(Permission.LOGS_READ)
    Count countOfAccount(Caller caller, @ParameterObject FilterWords words) {
        return Count.of(letters.count(caller.account(), words.filter(null)));
    }

    /** Deletes a function's that match, the oldest first, with their events. */
    @PostMapping("/api/v1/functions/{name}/dead-letters/delete")
    @Access(Permission.FUNCTIONS_INVOKE)
    Cleared deleteOfFunction(
            Caller caller,
            @PathVariable String name,
            @RequestBody(required = false) @Nullable Which which) {
        DeadLetterFilter filter = filter(which, functions.require(caller, name));
        return cleared(letters.deleteAll(caller, name, filter));
    }

    /** Deletes those of all functions that match, the oldest first, with their events. */
    @PostMapping("/api/v1/dead-letters/delete")
    @Access(Permission.FUNCTIONS_INVOKE)
    Cleared deleteOfAccount(Caller caller, @RequestBody(required = false) @Nullable Which which) {
        return cleared(letters.deleteAll(caller, null, filter(which, null)));
    }

    private static DeadLetterFilter filter(@Nullable Which which, @Nullable FunctionId function) {
        return (which == null ? Which.NOTHING_SAID : which).words().filter(function);
    }

    private static Cleared cleared(DeadLetters.Cleared cleared) {
        return new Cleared(cleared.deleted(), cleared.left());
    }
}
