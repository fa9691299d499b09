package dev.meterlark.console.functions;

import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.function.AsyncView;
import dev.meterlark.pipeline.PipelineAsync;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What becomes of a pipeline's asynchronous runs, in the form that functions have for calls. */
@Room
@RequestMapping("/pipelines/{name}")
class PipelineAsyncPages {

    private final PipelineAsync policies;

    PipelineAsyncPages(PipelineAsync policies) {
        this.policies = policies;
    }

    @GetMapping("/async")
    @Access(Permission.FUNCTIONS_READ)
    String show(Caller caller, @PathVariable String name, Model model) {
        AsyncView view = policies.show(caller, name);
        model.addAttribute("pipeline", name);
        model.addAttribute("revision", String.valueOf(view.revision()));
        if (!model.containsAttribute("async")) {
            model.addAttribute("async", AsyncForm.of(view));
        }
        return "functions/pipeline-async";
    }

    @PostMapping("/async")
    @Access(Permission.FUNCTIONS_WRITE)
    String change(
            Caller caller,
            @PathVariable String name,
            @ModelAttribute("async") AsyncForm form,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model) {
        AsyncView before = policies.show(caller, name);
        try {
            policies.change(caller, name, form.settings());
            next.addFlashAttribute(
                    "done", "Saved. It holds for runs that are accepted from now on.");
            next.addAttribute("name", name);
            return "redirect:/pipelines/{name}/async";
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            String now = String.valueOf(before.revision());
            String address = "/pipelines/%s/async".formatted(name);
            Problem.showOvertaken(refusal, form.revision(), now, address, model);
            return show(caller, name, model);
        }
    }

    /** Shown this once; the one before signs as well for a day. */
    @PostMapping("/webhook-secret")
    @Access(Permission.FUNCTIONS_WRITE)
    String changeSecret(Caller caller, @PathVariable String name, Model model) {
        model.addAttribute("secret", policies.changeSecret(caller, name));
        return show(caller, name, model);
    }
}
