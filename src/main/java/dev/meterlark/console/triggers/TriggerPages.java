package dev.meterlark.console.triggers;

import dev.meterlark.console.ChartRange;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.trigger.TargetKind;
import dev.meterlark.trigger.TriggerView;
import dev.meterlark.trigger.Triggers;
import dev.meterlark.trigger.schedule.ScheduleRuns;
import dev.meterlark.trigger.webhook.ChangingSecret;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One trigger: how it stands, and what may be done with it. */
@Room
@RequestMapping("/triggers/{trigger}")
class TriggerPages {

    private static final int SHOWN_TICKS = 20;

    private final Triggers triggers;
    private final ScheduleRuns runs;
    private final ChangingSecret secrets;
    private final TriggerCharts charts;

    TriggerPages(
            Triggers triggers, ScheduleRuns runs, ChangingSecret secrets, TriggerCharts charts) {
        this.triggers = triggers;
        this.runs = runs;
        this.secrets = secrets;
        this.charts = charts;
    }

    @GetMapping
    @Access(Permission.FUNCTIONS_READ)
    String show(
            Caller caller,
            @PathVariable String trigger,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "") String range,
            Model model) {
        TriggerView view = triggers.show(caller, trigger);
        TriggerLine line = TriggerLine.of(view);
        model.addAttribute("trigger", line);
        model.addAttribute("standing", Standing.of(view));
        ChartRange shown = ChartRange.of(range);
        model.addAttribute("ranges", ChartRange.all());
        model.addAttribute("range", shown.word());
        model.addAttribute("charts", charts.of(caller, trigger, shown));
        model.addAttribute("settings", Settings.of(view));
        model.addAttribute("description", TriggerLine.text(view.status(), "description"));
        model.addAttribute("createdAt", view.createdAt());
        if (view.type().equals(TriggerType.SCHEDULE.wireName())) {
            var page = runs.list(caller, kind(line), line.target(), trigger, cursor, SHOWN_TICKS);
            model.addAttribute("ticks", page.items().stream().map(TickLine::of).toList());
            model.addAttribute("next", page.nextCursor());
        }
        return "triggers/trigger";
    }

    @PostMapping("/pause")
    @Access(Permission.FUNCTIONS_WRITE)
    String pause(Caller caller, @PathVariable String trigger, RedirectAttributes next) {
        TriggerLine line = find(caller, trigger);
        Problem.tell(
                next,
                () -> triggers.pause(caller, kind(line), line.target(), trigger),
                "The trigger is paused.");
        return back(trigger, next);
    }

    @PostMapping("/resume")
    @Access(Permission.FUNCTIONS_WRITE)
    String resume(Caller caller, @PathVariable String trigger, RedirectAttributes next) {
        TriggerLine line = find(caller, trigger);
        Problem.tell(
                next,
                () -> triggers.resume(caller, kind(line), line.target(), trigger),
                "The trigger runs again.");
        return back(trigger, next);
    }

    @GetMapping("/delete")
    @Access(Permission.FUNCTIONS_WRITE)
    String askWhetherToDelete(Caller caller, @PathVariable String trigger, Model model) {
        model.addAttribute("trigger", find(caller, trigger));
        return "triggers/trigger-delete";
    }

    @PostMapping("/delete")
    @Access(Permission.FUNCTIONS_WRITE)
    String delete(Caller caller, @PathVariable String trigger, RedirectAttributes next) {
        TriggerLine line = find(caller, trigger);
        Problem.tell(
                next,
                () -> triggers.delete(caller, kind(line), line.target(), trigger),
                "The trigger is deleted: %s, %s".formatted(line.title(), line.what()));
        return "redirect:/triggers";
    }

    /** Answers with the page itself: the secret is kept nowhere to show it later. */
    @PostMapping("/secret")
    @Access(Permission.FUNCTIONS_WRITE)
    String changeSecret(
            Caller caller,
            @PathVariable String trigger,
            @RequestParam(defaultValue = "") String secret,
            @RequestParam(required = false) @Nullable Long overlap,
            HttpServletResponse response,
            Model model) {
        TriggerLine line = find(caller, trigger);
        try {
            String own = secret.isEmpty() ? null : secret;
            model.addAttribute(
                    "secret",
                    secrets.change(caller, kind(line), line.target(), trigger, own, overlap));
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
        }
        return show(caller, trigger, null, "", model);
    }

    private TriggerLine find(Caller caller, String trigger) {
        return TriggerLine.of(triggers.show(caller, trigger));
    }

    static TargetKind kind(TriggerLine line) {
        return line.pipeline() ? TargetKind.PIPELINE : TargetKind.FUNCTION;
    }

    private static String back(String trigger, RedirectAttributes next) {
        next.addAttribute("trigger", trigger);
        return "redirect:/triggers/{trigger}";
    }
}
