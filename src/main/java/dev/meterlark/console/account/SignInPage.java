package dev.meterlark.console.account;

import dev.meterlark.account.SigningUp;
import dev.meterlark.console.Door;
import dev.meterlark.edge.OpenToAnyone;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The form; what it posts to belongs to the edge. */
@Door
class SignInPage {

    private final SigningUp signingUp;

    SignInPage(SigningUp signingUp) {
        this.signingUp = signingUp;
    }

    @GetMapping("/sign-in")
    @OpenToAnyone(because = "whoever wants to sign in has no session yet")
    String form(
            @RequestParam(required = false) @Nullable String error,
            @RequestParam(required = false) @Nullable String next,
            Model model) {
        if (signingUp.awaitsOperator()) {
            return "redirect:/sign-up";
        }
        model.addAttribute("next", next);
        model.addAttribute("signUpOpen", signingUp.open());
        if (error != null) {
            model.addAttribute(
                    "problem",
                    error.equals("rate")
                            ? "Too many attempts: wait a minute, then try again."
                            : "Address and password do not fit each other.");
        }
        return "account/sign-in";
    }
}
