package dev.meterlark.console;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** A refusal shown on the page that it belongs to, above a form that keeps what was typed. */
public final class Problem {

    private Problem() {}

    public static void show(RefusedException refusal, Model model, HttpServletResponse response) {
        response.setStatus(refusal.code().status());
        model.addAttribute("problem", Show.sentence(refusal.publicText()));
    }

    /**
     * Whoever changes what somebody else has changed since they looked at it is told so, and where
     * to look: what they typed stays, and saving it again puts it over what is there by then.
     *
     * @param seen what they looked at, as a form carried it; blank when it carried nothing
     * @param now what is there, in the same words
     * @param address of a page that shows it
     * @return whether it was so
     */
    public static boolean showOvertaken(
            RefusedException refusal,
            @Nullable String seen,
            String now,
            String address,
            Model model) {
        boolean overtaken =
                refusal.code() == ErrorCode.CONFLICT
                        && seen != null
                        && !seen.isBlank()
                        && !seen.equals(now);
        if (overtaken) {
            model.addAttribute("overtaken", address);
        }
        return overtaken;
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
