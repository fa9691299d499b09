package dev.meterlark.console.account;

import dev.meterlark.account.Origin;
import dev.meterlark.account.SignUp;
import dev.meterlark.account.SignedUp;
import dev.meterlark.account.SigningUp;
import dev.meterlark.console.Door;
import dev.meterlark.console.Problem;
import dev.meterlark.edge.OpenToAnyone;
import dev.meterlark.edge.Sessions;
import dev.meterlark.edge.ShowsSecret;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

@Door
class SignUpPage {

    private final SigningUp signingUp;
    private final Sessions sessions;

    SignUpPage(SigningUp signingUp, Sessions sessions) {
        this.signingUp = signingUp;
        this.sessions = sessions;
    }

    @GetMapping("/sign-up")
    @OpenToAnyone(because = "whoever signs up has no session yet")
    String form(
            @RequestParam(required = false) @Nullable String invitation,
            HttpServletRequest request,
            Model model) {
        return show(new SignUp(null, null, null, invitation, null), request, model);
    }

    /**
     * Answers with the page itself, not with a redirect: the key is kept nowhere to show it later.
     */
    @PostMapping("/sign-up")
    @OpenToAnyone(because = "whoever signs up has no session yet; SigningUp bounds it")
    @ShowsSecret
    String signUp(
            @ModelAttribute("form") SignUp form,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        SignedUp signedUp;
        try {
            signedUp = signingUp.signUp(form, Origin.of(request));
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            return show(form, request, model);
        }
        sessions.begin(signedUp.owner(), request);
        model.addAttribute("account", signedUp.account());
        model.addAttribute("key", signedUp.apiKey());
        return "account/welcome";
    }

    private String show(SignUp form, HttpServletRequest request, Model model) {
        boolean first = signingUp.awaitsOperator();
        model.addAttribute("form", form);
        model.addAttribute("first", first);
        model.addAttribute("open", signingUp.open() || form.invitation() != null);
        model.addAttribute("tokenNeeded", first && !Origin.of(request).thisMachine());
        return "account/sign-up";
    }
}
