package dev.meterlark.console.triggers;

import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.pipeline.PipelineReferences;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.trigger.TargetKind;
import dev.meterlark.trigger.TriggerView;
import dev.meterlark.trigger.Triggers;
import dev.meterlark.trigger.schedule.ScheduleRuns;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import tools.jackson.databind.node.ObjectNode;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Triggers are made and changed: each type by a form that knows what it asks for. */
@Room
class TriggerForms {

    private final Triggers triggers;
    private final ScheduleRuns schedules;
    private final PipelineReferences pipelines;
    private final Suggestions suggestions;

    TriggerForms(
            Triggers triggers,
            ScheduleRuns schedules,
            PipelineReferences pipelines,
            Suggestions suggestions) {
        this.triggers = triggers;
        this.schedules = schedules;
        this.pipelines = pipelines;
        this.suggestions = suggestions;
    }

    /**
     * @param type none yet: then it is chosen first
     */
    @GetMapping("/triggers/new")
    @Access(Permission.FUNCTIONS_WRITE)
    String blank(
            Caller caller,
            @RequestParam(defaultValue = "") String type,
            @RequestParam(defaultValue = "") String target,
            Model model) {
        model.addAttribute("target", target);
        if (type.isEmpty()) {
            model.addAttribute(
                    "types",
                    Arrays.stream(TriggerType.values()).filter(e -> mayMake(caller, e)).toList());
            return "triggers/trigger-types";
        }
        TriggerType known = known(type);
        return form(caller, known, target, null, Filled.usually(fields(known)), null, model);
    }

    private static boolean mayMake(Caller caller, TriggerType type) {
        Permission needs = type.needs();
        return needs == null || caller.may(needs);
    }

    @PostMapping("/triggers")
    @Access(Permission.FUNCTIONS_WRITE)
    String make(
            Caller caller,
            @RequestParam MultiValueMap<String, String> typed,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model) {
        TriggerType type = known(first(typed, "type"));
        String target = first(typed, "target").strip();
        try {
            ObjectNode wish = new Typed(typed).made(fields(type));
            wish.put("type", type.wireName());
            wish.put("enabled", !first(typed, "enabled").isEmpty());
            TriggerView made = triggers.create(caller, kind(caller, target), target, wish);
            next.addFlashAttribute("done", "The trigger is made.");
            next.addAttribute("trigger", made.id().toString());
            return "redirect:/triggers/{trigger}";
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            return form(caller, type, target, null, typed, refusal.publicText(), model);
        }
    }

    @GetMapping("/triggers/{trigger}/change")
    @Access(Permission.FUNCTIONS_WRITE)
    String change(Caller caller, @PathVariable String trigger, Model model) {
        TriggerView now = triggers.show(caller, trigger);
        TriggerType type = known(now.type());
        MultiValueMap<String, String> filled = Filled.of(now, fields(type));
        filled.set(Seen.REVISION, String.valueOf(now.revision()));
        return form(caller, type, TriggerLine.of(now).target(), trigger, filled, null, model);
    }

    @PostMapping("/triggers/{trigger}/change")
    @Access(Permission.FUNCTIONS_WRITE)
    String changed(
            Caller caller,
            @PathVariable String trigger,
            @RequestParam MultiValueMap<String, String> typed,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model) {
        TriggerView now = triggers.show(caller, trigger);
        TriggerType type = known(now.type());
        TriggerLine line = TriggerLine.of(now);
        try {
            ObjectNode wish = new Typed(typed).changed(fields(type));
            Seen.into(wish, typed);
            TargetKind kind = line.pipeline() ? TargetKind.PIPELINE : TargetKind.FUNCTION;
            triggers.change(caller, kind, line.target(), trigger, wish);
            next.addFlashAttribute("done", "Saved. It holds for what comes from now on.");
            next.addAttribute("trigger", trigger);
            return "redirect:/triggers/{trigger}";
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            String problem = refusal.publicText();
            String revision = String.valueOf(triggers.show(caller, trigger).revision());
            Seen.tell(refusal, typed, revision, "/triggers/" + trigger, model);
            return form(caller, type, line.target(), trigger, typed, problem, model);
        }
    }

    /** What an expression means, or what is wrong with it, while it is typed. */
    @GetMapping("/triggers/new/preview")
    @Access(Permission.FUNCTIONS_READ)
    String preview(
            @RequestParam(defaultValue = "") String expression,
            @RequestParam(defaultValue = "") String timeZone,
            Model model) {
        try {
            String zone = timeZone.isBlank() ? null : timeZone.strip();
            model.addAttribute("preview", schedules.preview(expression, zone, null, null, null));
        } catch (RefusedException refusal) {
            model.addAttribute("wrong", refusal.publicText());
        }
        return "triggers/schedule-preview";
    }

    private String form(
            Caller caller,
            TriggerType type,
            String target,
            @Nullable String id,
            MultiValueMap<String, String> typed,
            @Nullable String problem,
            Model model) {
        var names = suggestions.names(caller, type);
        model.addAttribute("form", TriggerForm.of(type, target, id, typed, problem, names));
        model.addAttribute(Seen.REVISION, Seen.of(typed));
        model.addAttribute("targets", suggestions.targets(caller));
        return "triggers/trigger-form";
    }

    /** No function and no pipeline have one name. */
    private TargetKind kind(Caller caller, String target) {
        return pipelines.exists(caller.account(), target)
                ? TargetKind.PIPELINE
                : TargetKind.FUNCTION;
    }

    private static List<Field> fields(TriggerType type) {
        return Stream.concat(type.own().stream(), type.common().stream()).toList();
    }

    private static TriggerType known(String type) {
        return TriggerType.named(type)
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        ErrorCode.NOT_FOUND,
                                        "there is no form for such a type of trigger"));
    }

    private static String first(MultiValueMap<String, String> typed, String name) {
        String first = typed.getFirst(name);
        return first == null ? "" : first;
    }
}
