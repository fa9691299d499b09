package dev.meterlark.console.account;

import dev.meterlark.account.Origin;
import dev.meterlark.account.Passwords;
import dev.meterlark.console.Door;
import dev.meterlark.console.Problem;
import dev.meterlark.edge.OpenToAnyone;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** A forgotten password: ask for a link, or use one. */
@Door
class PasswordPages {

    private final Passwords passwords;

    PasswordPages(Passwords passwords) {
        this.passwords = passwords;
    }

    @GetMapping("/password-reset")
    @OpenToAnyone(because = "whoever forgot the password cannot sign in")
    String form(@RequestParam(required = false) @Nullable String token, Model model) {
        if (token != null && !passwords.resettable(token)) {
            model.addAttribute(
                    "problem",
                    "This link was used, has expired, or was never made. Ask for a new one.");
        } else if (token != null) {
            model.addAttribute("token", token);
        }
        return "account/password-reset";
    }

    /** The same answer whether the address is known or not. */
    @PostMapping("/password-reset")
    @OpenToAnyone(because = "whoever forgot the password cannot sign in; the answer is uniform")
    String ask(
            @RequestParam(defaultValue = "") String email,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        try {
            passwords.requestReset(email, Origin.of(request));
            model.addAttribute(
                    "done",
                    passwords.mailConfigured()
                            ? "If the address has signed up here, a link is on its way to it."
                            : "This installation sends no mail yet: ask its operator for a link.");
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
        }
        return "account/password-reset";
    }

    @PostMapping("/password-reset/complete")
    @OpenToAnyone(because = "the link's token is the credential; it stands in the body")
    String complete(
            @RequestParam(defaultValue = "") String token,
            @RequestParam(defaultValue = "") String password,
            HttpServletResponse response,
            Model model,
            RedirectAttributes next) {
        try {
            passwords.reset(token, password);
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            model.addAttribute("token", passwords.resettable(token) ? token : null);
            return "account/password-reset";
        }
        next.addFlashAttribute("done", "The password is set: sign in with it.");
        return "redirect:/sign-in";
    }
}
