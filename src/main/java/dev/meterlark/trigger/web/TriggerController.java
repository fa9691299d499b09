package dev.meterlark.trigger.web;

import dev.meterlark.account.Page;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.trigger.TriggerQuery;
import dev.meterlark.trigger.TriggerView;
import dev.meterlark.trigger.Triggers;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** All triggers of an account, also those whose function is gone. */
@RestController
@RequestMapping("/api/v1/triggers")
class TriggerController {

    private final Triggers triggers;

    TriggerController(Triggers triggers) {
        this.triggers = triggers;
    }

    /**
     * The oldest first.
     *
     * @param target only those that make this function or pipeline run
     * @param type only those of it, such as {@code queue}
     * @param state only those in it: {@code enabled}, {@code paused} or {@code stopped}
     */
    @GetMapping
    @Access(Permission.FUNCTIONS_READ)
    Page<TriggerView> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String target,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return triggers.list(caller, TriggerQuery.of(target, type, state), cursor, limit);
    }

    @GetMapping("/{trigger}")
    @Access(Permission.FUNCTIONS_READ)
    TriggerView show(Caller caller, @PathVariable String trigger) {
        return triggers.show(caller, trigger);
    }
}
