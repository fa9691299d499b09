package dev.meterlark.invocation.web;

import dev.meterlark.edge.Access;
import dev.meterlark.invocation.deadletter.DeadLetterFilter;
import dev.meterlark.invocation.deadletter.DeadLetters;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;

/** Asynchronous calls that were given up on. */
@RestController
class DeadLetterController {

    private static final String USUALLY_LISTED = "50";

    private final DeadLetters letters;
    private final FunctionIds functions;

    DeadLetterController(DeadLetters letters, FunctionIds functions) {
        this.letters = letters;
        this.functions = functions;
    }

    record Answer(List<DeadLetterAnswer> items, @Nullable String nextCursor) {}

    /** Newest first. */
    @GetMapping("/api/v1/functions/{name}/dead-letters")
    @Access(Permission.LOGS_READ)
    Answer ofFunction(
            Caller caller,
            @PathVariable String name,
            @ParameterObject FilterWords words,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = USUALLY_LISTED) int limit) {
        DeadLetterFilter filter = words.filter(functions.require(caller, name));
        return answer(letters.page(caller.account(), filter, cursor, limit));
    }

    /** Of all functions, those that are gone among them; newest first. */
    @GetMapping("/api/v1/dead-letters")
    @Access(Permission.LOGS_READ)
    Answer ofAccount(
            Caller caller,
            @ParameterObject FilterWords words,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = USUALLY_LISTED) int limit) {
        DeadLetterFilter filter = words.filter(null);
        return answer(letters.page(caller.account(), filter, cursor, limit));
    }

    /** With its event. */
    @GetMapping("/api/v1/dead-letters/{id}")
    @Access(Permission.LOGS_READ)
    DeadLetterAnswer show(Caller caller, @PathVariable String id) {
        return Ids.invocation(id)
                .flatMap(known -> letters.find(caller.account(), known))
                .map(DeadLetterAnswer::whole)
                .orElseThrow(() -> unknown(id));
    }

    @DeleteMapping("/api/v1/dead-letters/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.FUNCTIONS_INVOKE)
    void delete(Caller caller, @PathVariable String id) {
        InvocationId known = Ids.invocation(id).orElseThrow(() -> unknown(id));
        if (!letters.delete(caller, known)) {
            throw unknown(id);
        }
    }

    private static Answer answer(DeadLetters.Page page) {
        return new Answer(
                page.items().stream().map(DeadLetterAnswer::of).toList(), page.nextCursor());
    }

    private static RefusedException unknown(String id) {
        return new RefusedException(
                ErrorCode.NOT_FOUND, "there is no dead letter " + Ids.shown(id));
    }
}
