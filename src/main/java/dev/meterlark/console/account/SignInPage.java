package dev.meterlark.console.account;

import dev.meterlark.account.Passkeys;
import dev.meterlark.account.SignInLinks;
import dev.meterlark.account.SigningUp;
import dev.meterlark.account.oidc.SingleSignOn;
import dev.meterlark.console.Door;
import dev.meterlark.edge.OpenToAnyone;
import dev.meterlark.edge.Site;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The form; what it posts to belongs to the edge. */
@Door
class SignInPage {

    private final SigningUp signingUp;
    private final Passkeys passkeys;
    private final SignInLinks links;
    private final SingleSignOn provider;

    SignInPage(SigningUp signingUp, Passkeys passkeys, SignInLinks links, SingleSignOn provider) {
        this.signingUp = signingUp;
        this.passkeys = passkeys;
        this.links = links;
        this.provider = provider;
    }

    @GetMapping("/sign-in")
    @OpenToAnyone(because = "whoever wants to sign in has no session yet")
    String form(
            @RequestParam(required = false) @Nullable String error,
            @RequestParam(required = false) @Nullable String next,
            HttpServletRequest request,
            Model model) {
        if (signingUp.awaitsOperator()) {
            return "redirect:/sign-up";
        }
        model.addAttribute("next", next);
        model.addAttribute("signUpOpen", signingUp.open());
        model.addAttribute("linksOffered", links.offered());
        model.addAttribute("provider", provider.offered() ? provider.name() : null);
        Site site = Site.of(request);
        if (site.takesPasskeys()) {
            model.addAttribute("challenge", passkeys.toSignIn(site));
        }
        if (error != null) {
            model.addAttribute("problem", problem(error));
        }
        return "account/sign-in";
    }

    private static String problem(String error) {
        return switch (error) {
            case "rate" -> "Too many attempts: wait a minute, then try again.";
            case "passkey" -> "The passkey is not known here, or it took too long: try again.";
            default -> "Address and password do not fit each other.";
        };
    }
}
