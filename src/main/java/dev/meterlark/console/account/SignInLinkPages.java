package dev.meterlark.console.account;

import dev.meterlark.account.Origin;
import dev.meterlark.account.SignInLinks;
import dev.meterlark.console.Door;
import dev.meterlark.console.Problem;
import dev.meterlark.edge.OpenToAnyone;
import dev.meterlark.edge.Sessions;
import dev.meterlark.edge.SignInWay;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Signing in without a password: ask for a link, or use one. Opening the link only shows a button,
 * because mail servers open links too.
 */
@Door
class SignInLinkPages {

    private final SignInLinks links;
    private final Sessions sessions;

    SignInLinkPages(SignInLinks links, Sessions sessions) {
        this.links = links;
        this.sessions = sessions;
    }

    @GetMapping("/sign-in/link")
    @OpenToAnyone(because = "whoever wants to sign in has no session yet")
    String form(@RequestParam(required = false) @Nullable String token, Model model) {
        if (token != null && links.usable(token)) {
            model.addAttribute("token", token);
        } else if (token != null) {
            model.addAttribute(
                    "problem",
                    "This link was used, has expired, or was never made. Ask for a new one.");
        }
        model.addAttribute("offered", links.offered());
        return "account/sign-in-link";
    }

    /** The same answer whether the address is known or not. */
    @PostMapping("/sign-in/link")
    @OpenToAnyone(because = "whoever wants to sign in has no session yet; the answer is uniform")
    String ask(
            @RequestParam(defaultValue = "") String email,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        try {
            links.request(email, Origin.of(request));
            model.addAttribute(
                    links.offered() ? "done" : "problem",
                    links.offered()
                            ? "If the address has signed up here, a link is on its way to it."
                            : "This installation sends no mail: sign in with the password.");
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            model.addAttribute("email", email);
        }
        return form(null, model);
    }

    @PostMapping("/sign-in/link/use")
    @OpenToAnyone(because = "the link's token in the body is the credential")
    String use(
            @RequestParam(defaultValue = "") String token,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        try {
            sessions.begin(links.use(token), SignInWay.LINK, request);
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            return form(null, model);
        }
        return "redirect:/";
    }
}
