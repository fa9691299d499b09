package dev.meterlark.trigger.web;

import dev.meterlark.account.Page;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.trigger.TargetKind;
import dev.meterlark.trigger.schedule.RunView;
import dev.meterlark.trigger.schedule.ScheduleRuns;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;

/** What became of the ticks of schedules, and what an expression means before there is one. */
@RestController
@RequestMapping("/api/v1")
class ScheduleController {

    private final ScheduleRuns runs;

    ScheduleController(ScheduleRuns runs) {
        this.runs = runs;
    }

    /** The ledger of a function's schedule, the youngest tick first. */
    @GetMapping("/functions/{name}/triggers/{trigger}/runs")
    @Access(Permission.FUNCTIONS_READ)
    Page<RunView> ofFunction(
            Caller caller,
            @PathVariable String name,
            @PathVariable String trigger,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return runs.list(caller, TargetKind.FUNCTION, name, trigger, cursor, limit);
    }

    /** The ledger of a pipeline's schedule, the youngest tick first. */
    @GetMapping("/pipelines/{name}/triggers/{trigger}/runs")
    @Access(Permission.FUNCTIONS_READ)
    Page<RunView> ofPipeline(
            Caller caller,
            @PathVariable String name,
            @PathVariable String trigger,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return runs.list(caller, TargetKind.PIPELINE, name, trigger, cursor, limit);
    }

    /** When an expression would fire next, and what it says in words. */
    @GetMapping("/schedules/preview")
    @Access(Permission.FUNCTIONS_READ)
    ScheduleRuns.Preview preview(
            @RequestParam(required = false) @Nullable String expression,
            @RequestParam(required = false) @Nullable String timeZone,
            @RequestParam(required = false) @Nullable Instant start,
            @RequestParam(required = false) @Nullable Instant end,
            @RequestParam(required = false) @Nullable Integer count) {
        return runs.preview(expression, timeZone, start, end, count);
    }
}
