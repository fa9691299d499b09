package dev.meterlark.console.account;

import dev.meterlark.account.Joined;
import dev.meterlark.account.Joining;
import dev.meterlark.console.Door;
import dev.meterlark.console.Problem;
import dev.meterlark.edge.OpenToAnyone;
import dev.meterlark.edge.Sessions;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Joining an account by the link that one of its owners made. */
@Door
class InvitationPage {

    private final Joining joining;
    private final Sessions sessions;

    InvitationPage(Joining joining, Sessions sessions) {
        this.joining = joining;
        this.sessions = sessions;
    }

    @GetMapping("/invitation")
    @OpenToAnyone(because = "whoever is invited may have no sign-in yet; the token is checked")
    String offer(@RequestParam(defaultValue = "") String token, Model model) {
        model.addAttribute("token", token);
        model.addAttribute("offer", joining.offer(token).orElse(null));
        return "account/invitation";
    }

    @PostMapping("/invitation")
    @OpenToAnyone(because = "the link's token and the password in the body are the credentials")
    String accept(
            @RequestParam(defaultValue = "") String token,
            @RequestParam(defaultValue = "") String password,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model,
            RedirectAttributes next) {
        Joined joined;
        try {
            joined = joining.accept(token, password);
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            return offer(token, model);
        }
        sessions.begin(joined.person(), request);
        sessions.choose(joined.account().id(), request);
        next.addFlashAttribute("done", "Welcome to " + joined.account().name() + ".");
        return "redirect:/functions";
    }
}
