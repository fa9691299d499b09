package dev.meterlark.console;

import dev.meterlark.account.SigningUp;
import dev.meterlark.edge.OpenToAnyone;
import dev.meterlark.edge.Sessions;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.web.bind.annotation.GetMapping;

/** Where whoever comes without an aim is led. */
@Door
class HomePage {

    private final Sessions sessions;
    private final SigningUp signingUp;

    HomePage(Sessions sessions, SigningUp signingUp) {
        this.sessions = sessions;
        this.signingUp = signingUp;
    }

    @GetMapping("/")
    @OpenToAnyone(because = "it only leads on")
    String home(HttpServletRequest request) {
        if (sessions.signedIn(request).isPresent()) {
            return "redirect:/functions";
        }
        return signingUp.awaitsOperator() ? "redirect:/sign-up" : "redirect:/sign-in";
    }
}
