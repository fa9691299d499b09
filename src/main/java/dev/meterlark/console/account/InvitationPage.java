package dev.meterlark.console.account;

import dev.meterlark.account.Accounts;
import dev.meterlark.account.InvitationOffer;
import dev.meterlark.account.Joined;
import dev.meterlark.account.Joining;
import dev.meterlark.console.Door;
import dev.meterlark.console.Problem;
import dev.meterlark.edge.OpenToAnyone;
import dev.meterlark.edge.Sessions;
import dev.meterlark.edge.SignedIn;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.util.Optional;

/**
 * Joining an account by the link that one of its owners made: whoever is signed in with the invited
 * address joins with that session, and goes on in the new account.
 */
@Door
class InvitationPage {

    private final Joining joining;
    private final Accounts accounts;
    private final Sessions sessions;

    InvitationPage(Joining joining, Accounts accounts, Sessions sessions) {
        this.joining = joining;
        this.accounts = accounts;
        this.sessions = sessions;
    }

    @GetMapping("/invitation")
    @OpenToAnyone(because = "whoever is invited may have no sign-in yet; the token is checked")
    String offer(
            @RequestParam(defaultValue = "") String token,
            HttpServletRequest request,
            Model model) {
        InvitationOffer offer = joining.offer(token).orElse(null);
        String email = sessions.signedIn(request).flatMap(this::email).orElse(null);
        model.addAttribute("token", token);
        model.addAttribute("offer", offer);
        model.addAttribute("signedInAs", email);
        model.addAttribute("invited", offer != null && offer.email().equals(email));
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
        Optional<SignedIn> invited =
                password.isEmpty() ? sessions.signedIn(request) : Optional.empty();
        Joined joined;
        try {
            joined =
                    invited.isPresent()
                            ? joining.accept(token, invited.get())
                            : joining.accept(token, password);
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            return offer(token, request, model);
        }
        if (invited.isEmpty()) {
            sessions.begin(joined.person(), request);
        }
        sessions.moveTo(joined.account().id(), request);
        next.addFlashAttribute("done", "Welcome to " + joined.account().name() + ".");
        return "redirect:/";
    }

    private Optional<String> email(SignedIn person) {
        return accounts.emailOf(person.person());
    }
}
