package dev.meterlark.console;

import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.ui.Model;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** A refusal shown on the page that it belongs to, above a form that keeps what was typed. */
public final class Problem {

    private Problem() {}

    public static void show(RefusedException refusal, Model model, HttpServletResponse response) {
        response.setStatus(refusal.code().status());
        model.addAttribute("problem", Show.sentence(refusal.publicText()));
    }

    /** Makes a change; the page that comes next says that it was made, or why not. */
    public static void tell(RedirectAttributes next, Runnable change, String done) {
        try {
            change.run();
            next.addFlashAttribute("done", done);
        } catch (RefusedException refusal) {
            next.addFlashAttribute("problem", Show.sentence(refusal.publicText()));
        }
    }
}
