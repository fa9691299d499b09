package dev.meterlark.console.pipelines;

import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.console.Show;
import dev.meterlark.console.calls.AnswerText;
import dev.meterlark.edge.Access;
import dev.meterlark.invocation.Answer;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.invocation.Invocations;
import dev.meterlark.pipeline.PipelineList;
import dev.meterlark.pipeline.PipelineVersions;
import dev.meterlark.pipeline.PipelineView;
import dev.meterlark.pipeline.Pipelines;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.nio.charset.StandardCharsets;

/** Pipelines: listed, made, looked at, called, published and deleted. */
@Room
class PipelinePages {

    private static final int SHOWN_VERSIONS = 20;

    private final Pipelines pipelines;
    private final PipelineVersions versions;
    private final Invocations invocations;

    PipelinePages(Pipelines pipelines, PipelineVersions versions, Invocations invocations) {
        this.pipelines = pipelines;
        this.versions = versions;
        this.invocations = invocations;
    }

    @GetMapping("/pipelines")
    @Access(Permission.FUNCTIONS_READ)
    String list(
            Caller caller, @RequestParam(required = false) @Nullable String cursor, Model model) {
        PipelineList page = pipelines.list(caller, cursor, null);
        model.addAttribute("pipelines", page.items());
        model.addAttribute("next", page.nextCursor());
        return "pipelines/pipelines";
    }

    @GetMapping("/pipelines/new")
    @Access(Permission.FUNCTIONS_WRITE)
    String blank(Model model) {
        return form(PipelineForm.BLANK, null, model);
    }

    @PostMapping("/pipelines")
    @Access(Permission.FUNCTIONS_WRITE)
    String make(
            Caller caller,
            @ModelAttribute PipelineForm typed,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model) {
        try {
            PipelineView made = pipelines.create(caller, typed.name(), typed.settings());
            next.addFlashAttribute("done", "The pipeline is made.");
            return at(made.name(), next);
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            return form(typed, null, model);
        }
    }

    @GetMapping("/pipelines/{name}")
    @Access(Permission.FUNCTIONS_READ)
    String show(Caller caller, @PathVariable String name, Model model) {
        model.addAttribute("pipeline", pipelines.show(caller, name));
        model.addAttribute("versions", versions.list(caller, name, null, SHOWN_VERSIONS).items());
        if (!model.containsAttribute("event")) {
            model.addAttribute("event", "{}");
        }
        return "pipelines/pipeline";
    }

    /**
     * Waits for the whole run.
     *
     * @param qualifier a published version; empty for what is edited
     */
    @PostMapping("/pipelines/{name}/call")
    @Access(Permission.FUNCTIONS_INVOKE)
    String call(
            Caller caller,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String event,
            @RequestParam(defaultValue = "") String qualifier,
            HttpServletResponse response,
            Model model) {
        pipelines.show(caller, name);
        model.addAttribute("called", qualifier);
        model.addAttribute("event", event);
        try {
            byte[] payload = event.getBytes(StandardCharsets.UTF_8);
            Answer answer =
                    invocations.invoke(
                            caller.account(),
                            qualifier.isBlank()
                                    ? FunctionRef.latest(name)
                                    : new FunctionRef(name, qualifier.strip()),
                            Event.json(payload, "console"));
            tell(answer, model);
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
        }
        return show(caller, name, model);
    }

    private static void tell(Answer answer, Model model) {
        model.addAttribute("run", answer.record().invocation().toString());
        switch (answer) {
            case Answer.Succeeded succeeded ->
                    model.addAttribute("answer", AnswerText.of(succeeded.payload()));
            case Answer.Streamed _ -> {}
            case Answer.Failed failed ->
                    model.addAttribute("failure", Show.sentence(failed.message()));
        }
    }

    @PostMapping("/pipelines/{name}/publish")
    @Access(Permission.FUNCTIONS_WRITE)
    String publish(Caller caller, @PathVariable String name, RedirectAttributes next) {
        pipelines.show(caller, name);
        try {
            PipelineVersions.Published published = versions.publish(caller, name);
            String version = published.version().version();
            next.addFlashAttribute(
                    "done",
                    published.isNew()
                            ? "Published as version " + version + "."
                            : "Nothing had changed since version " + version + ".");
        } catch (RefusedException refusal) {
            next.addFlashAttribute("problem", Show.sentence(refusal.publicText()));
        }
        return at(name, next);
    }

    @GetMapping("/pipelines/{name}/change")
    @Access(Permission.FUNCTIONS_WRITE)
    String change(Caller caller, @PathVariable String name, Model model) {
        return form(PipelineForm.of(pipelines.show(caller, name)), name, model);
    }

    @PostMapping("/pipelines/{name}/change")
    @Access(Permission.FUNCTIONS_WRITE)
    String changed(
            Caller caller,
            @PathVariable String name,
            @ModelAttribute PipelineForm typed,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model) {
        pipelines.show(caller, name);
        try {
            pipelines.change(caller, name, typed.settings(), typed.seen());
            next.addFlashAttribute("done", "Saved. Runs under way go on as they began.");
            return at(name, next);
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            PipelineView there = pipelines.show(caller, name);
            String now = String.valueOf(there.revision());
            boolean overtaken =
                    Problem.showOvertaken(
                            refusal, typed.revision(), now, "/pipelines/" + name, model);
            return form(overtaken ? typed.over(there) : typed, name, model);
        }
    }

    @GetMapping("/pipelines/{name}/delete")
    @Access(Permission.FUNCTIONS_WRITE)
    String askWhetherToDelete(Caller caller, @PathVariable String name, Model model) {
        model.addAttribute("pipeline", pipelines.show(caller, name));
        return "pipelines/pipeline-delete";
    }

    @PostMapping("/pipelines/{name}/delete")
    @Access(Permission.FUNCTIONS_WRITE)
    String delete(Caller caller, @PathVariable String name, RedirectAttributes next) {
        pipelines.show(caller, name);
        Problem.tell(
                next, () -> pipelines.delete(caller, name), "The pipeline is deleted: " + name);
        return "redirect:/pipelines";
    }

    /**
     * @param name of the pipeline that is changed; null when one is made
     */
    private static String form(PipelineForm typed, @Nullable String name, Model model) {
        model.addAttribute("form", typed);
        model.addAttribute("pipeline", name);
        return "pipelines/pipeline-form";
    }

    private static String at(String name, RedirectAttributes next) {
        next.addAttribute("name", name);
        return "redirect:/pipelines/{name}";
    }
}
