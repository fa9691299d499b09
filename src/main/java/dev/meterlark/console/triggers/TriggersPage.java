package dev.meterlark.console.triggers;

import dev.meterlark.account.Page;
import dev.meterlark.console.FunctionRooms;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.trigger.TargetKind;
import dev.meterlark.trigger.TriggerId;
import dev.meterlark.trigger.TriggerQuery;
import dev.meterlark.trigger.TriggerView;
import dev.meterlark.trigger.Triggers;
import dev.meterlark.trigger.schedule.ScheduleRuns;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

import java.time.Instant;
import java.util.Map;

/** What makes functions run: all of the account's triggers, and those of one function. */
@Room
class TriggersPage {

    private final Triggers triggers;
    private final ScheduleRuns schedules;
    private final FunctionRooms rooms;

    TriggersPage(Triggers triggers, ScheduleRuns schedules, FunctionRooms rooms) {
        this.triggers = triggers;
        this.schedules = schedules;
        this.rooms = rooms;
    }

    /** Also those whose function is gone, the oldest first. */
    @GetMapping("/triggers")
    @Access(Permission.FUNCTIONS_READ)
    String list(
            Caller caller,
            @RequestParam(defaultValue = "") String target,
            @RequestParam(defaultValue = "") String type,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(required = false) @Nullable String cursor,
            Model model) {
        TriggerQuery query = TriggerQuery.of(target, type, state);
        show(triggers.list(caller, query, cursor, null), model);
        model.addAttribute("types", TriggerType.values());
        model.addAttribute("target", target);
        model.addAttribute("type", type);
        model.addAttribute("state", state);
        model.addAttribute("filtered", !query.equals(TriggerQuery.ALL));
        return "triggers/triggers";
    }

    @GetMapping("/functions/{name}/triggers")
    @Access(Permission.FUNCTIONS_READ)
    String ofFunction(
            Caller caller,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String cursor,
            Model model) {
        rooms.enter(caller, name, model);
        show(triggers.list(caller, TargetKind.FUNCTION, name, cursor, null), model);
        return "triggers/function-triggers";
    }

    private void show(Page<TriggerView> page, Model model) {
        Map<TriggerId, Instant> next = schedules.next(page.items());
        model.addAttribute(
                "triggers",
                page.items().stream()
                        .map(each -> TriggerLine.of(each, next.get(each.id())))
                        .toList());
        model.addAttribute("next", page.nextCursor());
    }
}
